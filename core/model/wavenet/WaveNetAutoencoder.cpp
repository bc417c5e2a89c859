#include "model/wavenet/WaveNetAutoencoder.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "base/Cores.h"
#include "encoder/Encoder.h"
#include "model/ExceptionText.h"
#include "model/ModelConfig.h"
#include "model/wavenet/Calibration.h"
#include "model/wavenet/PostFilter.h"
#include "model/wavenet/StreamingWaveNet.h"
#include "model/wavenet/WaveNetWeights.h"
#include "sampler/Batch.h"
#include "sampler/MuLaw.h"
#include "sampler/Sampler.h"

namespace timbre::model::wavenet {

namespace {

class WaveNetAutoencoder final : public Autoencoder {
 public:
  WaveNetAutoencoder(ModelCard card, std::shared_ptr<const encoder::PackedEncoder> encoder,
                     StreamParts parts, int threads)
      : Autoencoder(std::move(card)),
        encoder_(std::move(encoder)),
        parts_(std::move(parts)),
        threads_(threads) {}

  Result<std::unique_ptr<Autoencoder>> clone() const override {
    return catchExceptions(kExceptionText, [&]() -> Result<std::unique_ptr<Autoencoder>> {
      return std::make_unique<WaveNetAutoencoder>(card(), encoder_, parts_, threads_);
    });
  }

 private:
  Result<latent::Embedding> doEncode(const audio::AudioClip& clip, Progress& progress) override {
    return encoder::encode(*encoder_, clip.samples(), threads_, progress);
  }
  Result<audio::AudioClip> doDecode(const latent::Embedding& embedding,
                                    const DecodeOptions& options, Progress& progress) override {
    return catchExceptions(kExceptionText,
                           [&] { return decodeByStream(embedding, options, progress); });
  }
  Result<std::vector<audio::AudioClip>> doDecodeAll(std::span<const DecodeJob> jobs,
                                                    Progress& progress) override {
    return catchExceptions(kExceptionText, [&] { return generateAll(jobs, progress); });
  }
  Result<double> doNats(const latent::Embedding& embedding, const audio::AudioClip& clip,
                        const DecodeOptions& options, Progress& progress) const override {
    return catchExceptions(kExceptionText, [&] { return nll(embedding, clip, options, progress); });
  }
  Result<std::unique_ptr<StreamingDecoder>> doStream(const DecodeOptions& options,
                                                     StreamUse use) const override {
    return catchExceptions(kExceptionText, [&]() -> Result<std::unique_ptr<StreamingDecoder>> {
      return liveWaveNet(card(), parts_, options, use, coresOr(threads_));
    });
  }

  Result<std::vector<audio::AudioClip>> generateAll(std::span<const DecodeJob> jobs,
                                                    Progress& progress);
  Result<double> nll(const latent::Embedding& embedding, const audio::AudioClip& clip,
                     const DecodeOptions& options, Progress& progress) const;
  std::vector<float> framesFor(const DecodeJob& job, int leadIn) const;
  void filter(const DecodeJob& job, std::span<float> samples) const;

  std::shared_ptr<const encoder::PackedEncoder> encoder_;
  const StreamParts parts_;
  int threads_;
};

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
  const auto condition = static_cast<std::size_t>(parts_.config.condition());
  const int hop = parts_.config.hop, count = embedding.frames * hop;
  const auto frames = decoderFrames(embedding, parts_.config, options.pitch.value_or(60));
  sampler::Sampler sampler(parts_.decoder, {});
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

/// What the decoder is given for a job: its frames, the first of them `leadIn` times more.
std::vector<float> WaveNetAutoencoder::framesFor(const DecodeJob& job, int leadIn) const {
  const auto frames = decoderFrames(job.embedding, parts_.config, job.options.pitch.value_or(60));
  const auto first = std::span(frames).first(static_cast<std::size_t>(parts_.config.condition()));
  std::vector<float> all;
  all.reserve(frames.size() + first.size() * static_cast<std::size_t>(leadIn));
  for (int i = 0; i < leadIn; ++i) all.insert(all.end(), first.begin(), first.end());
  all.insert(all.end(), frames.begin(), frames.end());
  return all;
}

Result<std::vector<audio::AudioClip>> WaveNetAutoencoder::generateAll(
    std::span<const DecodeJob> jobs, Progress& progress) {
  std::vector<std::vector<float>> frames, samples(jobs.size());
  std::vector<std::size_t> unheard(jobs.size());
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    const int leadIn = parts_.leadInFor(jobs[i].options, StreamUse::Offline);
    frames.push_back(framesFor(jobs[i], leadIn));
    unheard[i] = static_cast<std::size_t>(leadIn) * parts_.config.hop;
    samples[i].reserve(static_cast<std::size_t>(jobs[i].embedding.frames) * parts_.config.hop);
  }
  std::vector<sampler::NoteJob> notes;
  for (std::size_t i = 0; i < jobs.size(); ++i)
    notes.push_back(
        {frames[i], {.seed = jobs[i].options.seed, .temperature = jobs[i].options.temperature}});
  const sampler::NoteSink keep = [&](std::size_t job, std::span<const float> some) {
    const std::size_t skipped = std::min(unheard[job], some.size());
    unheard[job] -= skipped;
    samples[job].insert(samples[job].end(), some.begin() + static_cast<std::ptrdiff_t>(skipped),
                        some.end());
  };
  if (auto done = sampler::renderNotes(parts_.decoder, notes, threads_, keep, progress); !done)
    return tl::unexpected(std::move(done.error()));
  std::vector<audio::AudioClip> clips;
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    if (parts_.filter && jobs[i].options.postFilter) filter(jobs[i], samples[i]);
    clips.emplace_back(std::move(samples[i]), kModelRate);
  }
  return clips;
}

/// A whole sound that was sampled, in its place.
void WaveNetAutoencoder::filter(const DecodeJob& job, std::span<float> samples) const {
  const auto hop = static_cast<std::size_t>(parts_.config.hop);
  const auto inputs = static_cast<std::size_t>(parts_.filter->inputs());
  const auto frames =
      postFilterFrames(job.embedding, parts_.config, job.options.pitch.value_or(60));
  const auto filter = postFilter(parts_.filter, false);
  std::vector<float> frame(hop);
  auto to = samples.begin();
  const auto keep = [&] { to = std::copy(frame.begin(), frame.end(), to); };
  for (std::size_t f = 0; f * hop < samples.size(); ++f)
    if (filter->push(std::span(frames).subspan(f * inputs, inputs), samples.subspan(f * hop, hop),
                     frame))
      keep();
  while (filter->finish(frame)) keep();
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
  return std::make_unique<WaveNetAutoencoder>(
      card, std::move(*encoder),
      StreamParts{opened->config, std::move(*decoder), std::move(*filter)}, threads);
}

}  // namespace

Result<std::unique_ptr<Autoencoder>> loadWaveNet(const ModelCard& card, int threads) {
  return catchExceptions(kExceptionText, [&] { return load(card, threads); });
}

}  // namespace timbre::model::wavenet
