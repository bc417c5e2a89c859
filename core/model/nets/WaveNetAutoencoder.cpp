#include "model/nets/WaveNetAutoencoder.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <functional>
#include <future>
#include <string>
#include <thread>
#include <vector>

#include "model/ModelConfig.h"
#include "model/nets/Calibration.h"
#include "model/nets/DecoderExport.h"
#include "model/nets/Door.h"
#include "model/nets/LiveWaveNet.h"
#include "model/nets/WaveNet.h"
#include "sampler/Batch.h"
#include "sampler/MuLaw.h"
#include "sampler/Sampler.h"

namespace timbre::model::nets {

namespace {

sampler::Affine affineOf(const Weights& weights, const std::string& name) {
  const at::Tensor kernel = weights.find(name + "/W")->second.contiguous();
  const at::Tensor bias = weights.find(name + "/biases")->second.contiguous();
  const auto numbers = [](const at::Tensor& t) {
    return std::vector<float>(t.data_ptr<float>(), t.data_ptr<float>() + t.numel());
  };
  return {static_cast<int>(kernel.size(1)), static_cast<int>(kernel.size(2)),
          static_cast<int>(kernel.size(3)), numbers(kernel), numbers(bias)};
}

/// One tile of the encoder: `frames` frames from `first`, and the samples they are computed from.
struct Tile {
  std::int64_t first, frames;
  std::int64_t from, samples;
};

/// A sample of the encoder's last layer looks no further than the context, so tiles with the
/// context on both sides give what the whole clip would; at the clip's own ends the layers see the
/// same zeros either way.
std::vector<Tile> tilesOf(std::int64_t length, const WaveNetConfig& config) {
  const std::int64_t hop = config.hop, context = config.encoderContext(), whole = length / hop;
  const std::int64_t step = std::max<std::int64_t>(1, kModelRate.hz / hop);
  std::vector<Tile> tiles;
  for (std::int64_t first = 0; first < whole; first += step) {
    const std::int64_t frames = std::min(step, whole - first);
    const std::int64_t from = std::max<std::int64_t>(0, first * hop - context);
    tiles.push_back(
        {first, frames, from, std::min(length, (first + frames) * hop + context) - from});
  }
  return tiles;
}

class WaveNetAutoencoder final : public Autoencoder {
 public:
  WaveNetAutoencoder(ModelCard card, WaveNet net,
                     std::shared_ptr<const sampler::PackedDecoder> decoder, int threads)
      : Autoencoder(std::move(card)),
        net_(std::move(net)),
        decoder_(std::move(decoder)),
        threads_(threads) {}

 private:
  Result<latent::Embedding> doEncode(const audio::AudioClip& clip, Progress& progress) override {
    return guarded([&] { return encodeTiles(clip, progress); });
  }
  Result<audio::AudioClip> doDecode(const latent::Embedding& embedding,
                                    const DecodeOptions& options, Progress& progress) override {
    return guarded([&] { return generate(embedding, options, progress); });
  }
  Result<std::vector<audio::AudioClip>> doDecodeAll(std::span<const DecodeJob> jobs,
                                                    Progress& progress) override {
    return guarded([&] { return generateAll(jobs, progress); });
  }
  Result<std::unique_ptr<LiveDecoder>> doLive(const DecodeOptions& options) const override {
    return guarded([&]() -> Result<std::unique_ptr<LiveDecoder>> {
      return liveWaveNet(card(), net_.config(), decoder_, options);
    });
  }

  Result<latent::Embedding> encodeTiles(const audio::AudioClip& clip, Progress& progress);
  Result<audio::AudioClip> generate(const latent::Embedding& embedding,
                                    const DecodeOptions& options, Progress& progress);
  Result<std::vector<audio::AudioClip>> generateAll(std::span<const DecodeJob> jobs,
                                                    Progress& progress);
  bool renderFrame(sampler::Sampler& sampler, std::span<const float> frame, std::span<float> out,
                   const Progress& progress) const;

  WaveNet net_;
  std::shared_ptr<const sampler::PackedDecoder> decoder_;
  int threads_;
};

at::Tensor scaledClasses(std::span<const float> samples) {
  at::Tensor x = at::empty({1, static_cast<std::int64_t>(samples.size())}, at::kFloat);
  float* const out = x.data_ptr<float>();
  for (std::size_t i = 0; i < samples.size(); ++i)
    out[i] = sampler::scaledClass(sampler::muLawClass(samples[i]));
  return x;
}

/// Encodes the tiles of a clip, several at a time: each thread has tiles of its own, so that none
/// waits for another between layers, which on a busy machine would take most of the time.
class TileQueue {
 public:
  TileQueue(const WaveNet& net, const audio::AudioClip& clip)
      : net_(net),
        clip_(clip),
        tiles_(tilesOf(static_cast<std::int64_t>(clip.samples().size()), net.config())) {
    embedding_.channels = net.config().z;
    embedding_.frames = static_cast<int>(clip.samples().size()) / net.config().hop;
    embedding_.values.resize(static_cast<std::size_t>(embedding_.frames) *
                             static_cast<std::size_t>(net.config().z));
  }

  std::size_t tiles() const { return tiles_.size(); }
  /// Takes tiles until none is left. `goOn` is asked after each layer; false stops every thread.
  Result<void> work(const std::function<bool()>& goOn);
  void stop() { stopped_ = true; }
  bool stopped() const { return stopped_; }
  double done() const {
    return static_cast<double>(layersDone_) /
           (static_cast<double>(tiles_.size()) * net_.config().aeLayers);
  }
  latent::Embedding take() { return std::move(embedding_); }

 private:
  const WaveNet& net_;
  const audio::AudioClip& clip_;
  std::vector<Tile> tiles_;
  latent::Embedding embedding_;
  std::atomic<std::size_t> next_{0};
  std::atomic<std::int64_t> layersDone_{0};
  std::atomic<bool> stopped_{false};
};

Result<void> TileQueue::work(const std::function<bool()>& goOn) {
  return guarded([&]() -> Result<void> {
    const InferenceCall call(1);
    const auto layerDone = [&] {
      ++layersDone_;
      return goOn() && !stopped_;
    };
    for (std::size_t i = next_++; i < tiles_.size(); i = next_++) {
      const Tile& tile = tiles_[i];
      const auto heard = clip_.samples().subspan(static_cast<std::size_t>(tile.from),
                                                 static_cast<std::size_t>(tile.samples));
      const at::Tensor hidden = net_.encoderLayers(scaledClasses(heard), layerDone);
      if (!hidden.defined()) {
        stop();
        return cancelled();
      }
      const auto hop = net_.config().hop;
      const at::Tensor z =
          net_.bottleneck(hidden.narrow(1, tile.first * hop - tile.from, tile.frames * hop))
              .contiguous();
      std::copy_n(z.data_ptr<float>(), z.numel(),
                  embedding_.values.begin() + tile.first * net_.config().z);
    }
    return {};
  });
}

Result<latent::Embedding> WaveNetAutoencoder::encodeTiles(const audio::AudioClip& clip,
                                                          Progress& progress) {
  TileQueue queue(net_, clip);
  const std::size_t cores =
      threads_ > 0 ? static_cast<std::size_t>(threads_) : std::thread::hardware_concurrency();
  const std::size_t helpers = std::clamp<std::size_t>(cores, 1, queue.tiles()) - 1;
  std::vector<std::future<Result<void>>> others;
  for (std::size_t i = 0; i < helpers; ++i)
    others.push_back(
        std::async(std::launch::async, [&queue] { return queue.work([] { return true; }); }));
  // `progress` hears of everything, but only from this thread.
  const auto goOn = [&] {
    progress.advanced(queue.done());
    return !progress.cancelled();
  };
  Result<void> result = queue.work(goOn);
  if (!result) queue.stop();
  for (auto& other : others) {
    while (other.wait_for(std::chrono::milliseconds(10)) != std::future_status::ready)
      if (!queue.stopped() && !goOn()) queue.stop();
    const auto finished = other.get();
    if (result && !finished) result = finished;
  }
  if (!result) return tl::unexpected(std::move(result.error()));
  progress.advanced(1);
  return queue.take();
}

/// False when cancelled. The bigger the network, the shorter the pieces between two looks: about
/// ten milliseconds.
bool WaveNetAutoencoder::renderFrame(sampler::Sampler& sampler, std::span<const float> frame,
                                     std::span<float> out, const Progress& progress) const {
  constexpr std::int64_t kProductsATime = 100'000'000;
  const auto piece = static_cast<std::size_t>(
      std::clamp<std::int64_t>(kProductsATime / card().parameters, 1, 256));
  for (std::size_t at = 0; at < out.size(); at += piece) {
    if (progress.cancelled()) return false;
    sampler.renderFrame(frame, out.subspan(at, std::min(piece, out.size() - at)));
  }
  return true;
}

Result<audio::AudioClip> WaveNetAutoencoder::generate(const latent::Embedding& embedding,
                                                      const DecodeOptions& options,
                                                      Progress& progress) {
  const auto& config = net_.config();
  const auto hop = static_cast<std::size_t>(config.hop);
  const int cores = threads_ > 0 ? threads_ : static_cast<int>(std::thread::hardware_concurrency());
  sampler::Sampler sampler(
      decoder_, {.seed = options.seed, .temperature = options.temperature, .cores = cores});
  std::vector<float> samples(static_cast<std::size_t>(embedding.frames) * hop);
  const auto condition = static_cast<std::size_t>(config.condition());
  const auto frames = decoderFrames(embedding, config, options.pitch.value_or(60));
  for (int f = 0; f < embedding.frames; ++f) {
    const auto frame =
        std::span(frames).subspan(static_cast<std::size_t>(f) * condition, condition);
    const auto made = std::span(samples).subspan(static_cast<std::size_t>(f) * hop, hop);
    if (!renderFrame(sampler, frame, made, progress)) return cancelled();
    if (options.onSamples) options.onSamples(made);
    progress.advanced((f + 1.0) / embedding.frames);
  }
  return audio::AudioClip(std::move(samples), kModelRate);
}

Result<std::vector<audio::AudioClip>> WaveNetAutoencoder::generateAll(
    std::span<const DecodeJob> jobs, Progress& progress) {
  std::vector<std::vector<float>> frames, samples(jobs.size());
  std::vector<sampler::NoteJob> notes;
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    const auto& [embedding, options] = jobs[i];
    frames.push_back(decoderFrames(embedding, net_.config(), options.pitch.value_or(60)));
    samples[i].reserve(static_cast<std::size_t>(embedding.frames) * net_.config().hop);
  }
  for (std::size_t i = 0; i < jobs.size(); ++i)
    notes.push_back(
        {frames[i], {.seed = jobs[i].options.seed, .temperature = jobs[i].options.temperature}});
  const sampler::NoteSink keep = [&](std::size_t job, std::span<const float> some) {
    samples[job].insert(samples[job].end(), some.begin(), some.end());
  };
  if (auto done = sampler::renderNotes(decoder_, notes, threads_, keep, progress); !done)
    return tl::unexpected(std::move(done.error()));
  std::vector<audio::AudioClip> clips;
  for (auto& made : samples) clips.emplace_back(std::move(made), kModelRate);
  return clips;
}

Result<std::unique_ptr<Autoencoder>> load(const ModelCard& card, int threads) {
  useThreads(threads);
  auto opened = openWeights<WaveNetConfig>(card.file);
  if (!opened) return tl::unexpected(std::move(opened.error()));
  const auto calibration = calibrationOf(opened->file, opened->config);
  if (!calibration) return tl::unexpected(calibration.error());
  sampler::PackOptions options;
  if (*calibration) {
    // With activations in one byte the shipped weights lie 1.1e-3 nats from their floats, in two
    // bytes below 3e-4, at three quarters of the speed.
    options.precision = sampler::Precision::Int8Fine;
    options.calibration = &**calibration;
  }
  auto decoder = sampler::pack(decoderWeights(opened->config, opened->weights), options);
  if (!decoder) return tl::unexpected(std::move(decoder.error()).during(card.file.string()));
  return std::make_unique<WaveNetAutoencoder>(
      card, WaveNet(opened->config, std::move(opened->weights)), std::move(*decoder), threads);
}

}  // namespace

sampler::DecoderWeights decoderWeights(const WaveNetConfig& config, const Weights& weights) {
  sampler::DecoderWeights out;
  out.shape = {.width = config.width,
               .skip = config.skip,
               .layers = config.layers,
               .stages = config.stages,
               .condition = config.condition(),
               .hop = config.hop};
  out.startconv = affineOf(weights, "startconv");
  out.skipStart = affineOf(weights, "skip_start");
  for (int i = 1; i <= config.layers; ++i) {
    const std::string n = std::to_string(i);
    out.dilatedconv.push_back(affineOf(weights, "dilatedconv_" + n));
    out.condMap.push_back(affineOf(weights, "cond_map_" + n));
    out.res.push_back(affineOf(weights, "res_" + n));
    out.skipLayers.push_back(affineOf(weights, "skip_" + n));
  }
  out.out1 = affineOf(weights, "out1");
  out.condMapOut1 = affineOf(weights, "cond_map_out1");
  out.logits = affineOf(weights, "logits");
  return out;
}

std::vector<float> decoderFrames(const latent::Embedding& z, const WaveNetConfig& config,
                                 double pitch) {
  const auto width = static_cast<std::size_t>(config.condition());
  std::vector<float> frames(static_cast<std::size_t>(z.frames) * width, 0.0f);
  for (int f = 0; f < z.frames; ++f) {
    float* const frame = frames.data() + static_cast<std::size_t>(f) * width;
    std::copy_n(z.frame(f).begin(), z.channels, frame);
    if (config.pitchConditioned) frame[config.z + std::clamp(std::lround(pitch), 0L, 127L)] = 1;
  }
  return frames;
}

Result<std::unique_ptr<Autoencoder>> loadWaveNet(const ModelCard& card, int threads) {
  return guarded([&] { return load(card, threads); });
}

}  // namespace timbre::model::nets
