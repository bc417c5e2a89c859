#include "model/wavenet/WaveNetAutoencoder.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <thread>
#include <vector>

#include "encoder/Encoder.h"
#include "model/ExceptionText.h"
#include "model/ModelConfig.h"
#include "model/wavenet/Calibration.h"
#include "model/wavenet/PostFilter.h"
#include "model/wavenet/StreamingOutput.h"
#include "model/wavenet/StreamingWaveNet.h"
#include "model/wavenet/WaveNetWeights.h"
#include "sampler/Batch.h"
#include "sampler/MuLaw.h"
#include "sampler/Sampler.h"

namespace timbre::model::wavenet {

namespace {

class WaveNetAutoencoder final : public Autoencoder {
 public:
  WaveNetAutoencoder(ModelCard card, const WaveNetConfig& config,
                     std::shared_ptr<const encoder::PackedEncoder> encoder,
                     std::shared_ptr<const sampler::PackedDecoder> decoder,
                     std::shared_ptr<const PostFilter> filter, int threads)
      : Autoencoder(std::move(card)),
        config_(config),
        encoder_(std::move(encoder)),
        decoder_(std::move(decoder)),
        filter_(std::move(filter)),
        threads_(threads) {}

  Result<std::unique_ptr<Autoencoder>> clone() const override {
    return catchExceptions(kExceptionText, [&]() -> Result<std::unique_ptr<Autoencoder>> {
      return std::make_unique<WaveNetAutoencoder>(card(), config_, encoder_, decoder_, filter_,
                                                  threads_);
    });
  }

 private:
  Result<latent::Embedding> doEncode(const audio::AudioClip& clip, Progress& progress) override {
    return encoder::encode(*encoder_, clip.samples(), threads_, progress);
  }
  Result<audio::AudioClip> doDecode(const latent::Embedding& embedding,
                                    const DecodeOptions& options, Progress& progress) override {
    return catchExceptions(kExceptionText, [&] { return generate(embedding, options, progress); });
  }
  Result<std::vector<audio::AudioClip>> doDecodeAll(std::span<const DecodeJob> jobs,
                                                    Progress& progress) override {
    return catchExceptions(kExceptionText, [&] { return generateAll(jobs, progress); });
  }
  Result<double> doNats(const latent::Embedding& embedding, const audio::AudioClip& clip,
                        const DecodeOptions& options, Progress& progress) const override {
    return catchExceptions(kExceptionText, [&] { return nll(embedding, clip, options, progress); });
  }
  Result<std::unique_ptr<StreamingDecoder>> doLive(const DecodeOptions& options) const override {
    return catchExceptions(kExceptionText, [&]() -> Result<std::unique_ptr<StreamingDecoder>> {
      return liveWaveNet(card(), config_, decoder_, options.postFilter ? filter_ : nullptr,
                         options);
    });
  }

  Result<audio::AudioClip> generate(const latent::Embedding& embedding,
                                    const DecodeOptions& options, Progress& progress);
  Result<std::vector<audio::AudioClip>> generateAll(std::span<const DecodeJob> jobs,
                                                    Progress& progress);
  Result<double> nll(const latent::Embedding& embedding, const audio::AudioClip& clip,
                     const DecodeOptions& options, Progress& progress) const;
  bool renderFrame(sampler::Sampler& sampler, std::span<const float> frame, std::span<float> out,
                   const Progress& progress) const;

  const WaveNetConfig config_;
  std::shared_ptr<const encoder::PackedEncoder> encoder_;
  std::shared_ptr<const sampler::PackedDecoder> decoder_;
  std::shared_ptr<const PostFilter> filter_;  // none: the sound goes out as it is sampled
  int threads_;
};

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
  const auto hop = static_cast<std::size_t>(config_.hop);
  const int cores = threads_ > 0 ? threads_ : static_cast<int>(std::thread::hardware_concurrency());
  sampler::Sampler sampler(
      decoder_, {.seed = options.seed, .temperature = options.temperature, .cores = cores});
  std::vector<float> samples(static_cast<std::size_t>(embedding.frames) * hop);
  const auto condition = static_cast<std::size_t>(config_.condition());
  const auto frames = decoderFrames(embedding, config_, options.pitch.value_or(60));
  StreamingOutput outlet(filter_, embedding, config_, options);
  for (int f = 0; f < embedding.frames; ++f) {
    const auto frame =
        std::span(frames).subspan(static_cast<std::size_t>(f) * condition, condition);
    const auto made = std::span(samples).subspan(static_cast<std::size_t>(f) * hop, hop);
    if (!renderFrame(sampler, frame, made, progress)) return cancelled();
    outlet.push(f, samples);
    progress.advanced((f + 1.0) / embedding.frames);
  }
  outlet.finish(samples);
  return audio::AudioClip(std::move(samples), kModelRate);
}

double crossEntropy(std::span<const float> logits, int actual) {
  const float most = *std::max_element(logits.begin(), logits.end());
  double sum = 0;
  for (const float logit : logits) sum += std::exp(logit - most);
  return std::log(sum) + most - logits[static_cast<std::size_t>(actual)];
}

/// By the decoder as it is played.
Result<double> WaveNetAutoencoder::nll(const latent::Embedding& embedding,
                                       const audio::AudioClip& clip, const DecodeOptions& options,
                                       Progress& progress) const {
  constexpr int kClasses = 256, kBetweenLooks = 64;
  const auto condition = static_cast<std::size_t>(config_.condition());
  const int hop = config_.hop, count = embedding.frames * hop;
  const auto frames = decoderFrames(embedding, config_, options.pitch.value_or(60));
  sampler::Sampler sampler(decoder_, {});
  std::vector<float> logits(kClasses);
  double sum = 0;
  for (int i = 0; i < count; ++i) {
    if (i % kBetweenLooks == 0) {
      if (progress.cancelled()) return cancelled();
      progress.advanced(static_cast<double>(i) / count);
    }
    const auto frame =
        std::span(frames).subspan(static_cast<std::size_t>(i / hop) * condition, condition);
    const int actual = sampler::muLawClass(clip.samples()[static_cast<std::size_t>(i)]);
    sampler.step(frame, logits, actual);
    sum += crossEntropy(logits, actual);
  }
  return sum / count;
}

Result<std::shared_ptr<const sampler::PackedDecoder>> decoderOf(const OpenedWaveNet& opened) {
  const auto calibration = calibrationOf(opened.file, opened.config);
  if (!calibration) return tl::unexpected(calibration.error());
  sampler::PackOptions options;
  if (*calibration) {
    // In one byte the shipped weights lie 1e-3 nats from their floats, in two bytes a third of
    // that, at four fifths of the speed.
    options.precision = sampler::Precision::Int8Fine;
    options.calibration = &**calibration;
  }
  return decoderWeights(opened.file, opened.config).and_then([&](const auto& weights) {
    return sampler::pack(weights, options);
  });
}

Result<std::vector<audio::AudioClip>> WaveNetAutoencoder::generateAll(
    std::span<const DecodeJob> jobs, Progress& progress) {
  std::vector<std::vector<float>> frames, samples(jobs.size());
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    const auto& [embedding, options] = jobs[i];
    frames.push_back(decoderFrames(embedding, config_, options.pitch.value_or(60)));
    samples[i].reserve(static_cast<std::size_t>(embedding.frames) * config_.hop);
  }
  std::vector<sampler::NoteJob> notes;
  for (std::size_t i = 0; i < jobs.size(); ++i)
    notes.push_back(
        {frames[i], {.seed = jobs[i].options.seed, .temperature = jobs[i].options.temperature}});
  const sampler::NoteSink keep = [&](std::size_t job, std::span<const float> some) {
    samples[job].insert(samples[job].end(), some.begin(), some.end());
  };
  if (auto done = sampler::renderNotes(decoder_, notes, threads_, keep, progress); !done)
    return tl::unexpected(std::move(done.error()));
  std::vector<audio::AudioClip> clips;
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    StreamingOutput outlet(filter_, jobs[i].embedding, config_, jobs[i].options);
    for (int f = 0; f < jobs[i].embedding.frames; ++f) outlet.push(f, samples[i]);
    outlet.finish(samples[i]);
    clips.emplace_back(std::move(samples[i]), kModelRate);
  }
  return clips;
}

Result<std::unique_ptr<Autoencoder>> load(const ModelCard& card, int threads) {
  const auto opened = openWaveNet(card.file);
  if (!opened) return tl::unexpected(opened.error());
  auto decoder = decoderOf(*opened);
  if (!decoder) return tl::unexpected(std::move(decoder.error()).during(card.file.string()));
  auto encoder = encoderWeights(opened->file, opened->config).and_then([](const auto& weights) {
    return encoder::pack(weights);
  });
  if (!encoder) return tl::unexpected(std::move(encoder.error()).during(card.file.string()));
  auto filter = PostFilter::of(opened->file, opened->config);
  if (!filter) return tl::unexpected(std::move(filter.error()));
  return std::make_unique<WaveNetAutoencoder>(card, opened->config, std::move(*encoder),
                                              std::move(*decoder), std::move(*filter), threads);
}

}  // namespace

Result<std::unique_ptr<Autoencoder>> loadWaveNet(const ModelCard& card, int threads) {
  return catchExceptions(kExceptionText, [&] { return load(card, threads); });
}

}  // namespace timbre::model::wavenet
