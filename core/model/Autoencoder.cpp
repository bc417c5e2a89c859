#include "model/Autoencoder.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "base/CountText.h"
#include "model/EmbeddingCheck.h"

namespace timbre::model {

namespace {

bool allFinite(std::span<const float> values) {
  return std::all_of(values.begin(), values.end(), [](float v) { return std::isfinite(v); });
}

constexpr const char* kNoTemperature = "The temperature must be zero or more";

bool renders(const ModelCard& card, SampleRate rate) {
  constexpr int kMostTimes = 3;
  return rate == card.rate || (card.higherRates && rate.hz % card.rate.hz == 0 &&
                               rate > card.rate && rate.hz <= kMostTimes * card.rate.hz);
}

bool sensible(float temperature) {
  return std::isfinite(temperature) && temperature >= 0;
}

}  // namespace

Result<latent::Embedding> Autoencoder::encode(const audio::AudioClip& clip, double pitch,
                                              Progress& progress) {
  if (clip.rate() != card_.rate)
    return fail(ErrorCode::Unsupported,
                card_.title + " takes sounds at " + std::to_string(card_.rate.hz) + " Hz, not " +
                    std::to_string(clip.rate().hz) + " Hz; resample the sound first");
  if (clip.empty())
    return fail(ErrorCode::BadFormat, "The sound holds no samples; choose a longer one");
  if (!allFinite(clip.samples()))
    return fail(ErrorCode::BadFormat,
                "The sound holds a sample that is not finite; choose another file");
  audio::AudioClip heard = clip;
  if (card_.fixedSamples > 0) {
    heard = audio::fitted(clip, card_.fixedSamples);
  } else {
    const auto hop = static_cast<std::size_t>(card_.hop);
    const std::size_t whole = clip.samples().size() / hop * hop;
    if (whole == 0)
      return fail(ErrorCode::BadFormat,
                  "The sound has " + countText(clip.samples().size(), "sample") + ", but " +
                      card_.title + " needs at least " + std::to_string(card_.hop));
    if (whole != clip.samples().size()) heard = audio::fitted(clip, static_cast<int>(whole));
  }
  auto embedding = doEncode(heard, progress);
  if (!embedding) return embedding;
  embedding->model = card_.embeddingKey();
  embedding->pitch = pitch;
  return embedding;
}

Result<DecodeOptions> Autoencoder::checked(const latent::Embedding& embedding,
                                           const DecodeOptions& options) const {
  if (auto fits = checkEmbedding(embedding, card_); !fits)
    return tl::unexpected(std::move(fits.error()));
  if (!sensible(options.temperature)) return fail(ErrorCode::BadFormat, kNoTemperature);
  if (!renders(card_, options.rate))
    return fail(ErrorCode::Unsupported, card_.title + " cannot make sounds at " +
                                            std::to_string(options.rate.hz) + " Hz; make one at " +
                                            std::to_string(card_.rate.hz) + " Hz and resample it");
  DecodeOptions pitched = options;
  const auto pitch = pitchFor(embedding, card_, options.pitch);
  if (!pitch) return tl::unexpected(pitch.error());
  pitched.pitch = *pitch;
  return pitched;
}

Result<audio::AudioClip> Autoencoder::decode(const latent::Embedding& embedding,
                                             const DecodeOptions& options, Progress& progress) {
  const auto pitched = checked(embedding, options);
  if (!pitched) return tl::unexpected(pitched.error());
  return doDecode(embedding, *pitched, progress);
}

Result<audio::AudioClip> Autoencoder::doDecode(const latent::Embedding& embedding,
                                               const DecodeOptions& options, Progress& progress) {
  return decodeByStream(embedding, options, progress);
}

Result<audio::AudioClip> Autoencoder::decodeByStream(const latent::Embedding& embedding,
                                                     const DecodeOptions& options,
                                                     Progress& progress) const {
  const auto stream = doStream(options, StreamUse::Offline);
  if (!stream) return tl::unexpected(stream.error());
  return (*stream)->renderAll(embedding, options.onSamples, progress);
}

Result<std::vector<audio::AudioClip>> Autoencoder::decodeAll(std::span<const DecodeJob> jobs,
                                                             Progress& progress) {
  std::vector<DecodeJob> pitched(jobs.begin(), jobs.end());
  for (DecodeJob& job : pitched) {
    auto options = checked(job.embedding, job.options);
    if (!options) return tl::unexpected(options.error());
    job.options = std::move(*options);
    job.options.onSamples = nullptr;
  }
  return doDecodeAll(pitched, progress);
}

Result<std::vector<audio::AudioClip>> Autoencoder::doDecodeAll(std::span<const DecodeJob> jobs,
                                                               Progress& progress) {
  std::vector<audio::AudioClip> clips;
  const auto count = static_cast<double>(jobs.size());
  for (const DecodeJob& job : jobs) {
    const auto done = static_cast<double>(clips.size());
    PartOf part(progress, done / count, (done + 1) / count);
    auto clip = doDecode(job.embedding, job.options, part);
    if (!clip) return tl::unexpected(std::move(clip.error()));
    clips.push_back(std::move(*clip));
  }
  return clips;
}

Result<double> Autoencoder::nllPerSample(const latent::Embedding& embedding,
                                         const audio::AudioClip& clip, const DecodeOptions& options,
                                         Progress& progress) const {
  if (auto checked = checkEmbedding(embedding, card_); !checked)
    return tl::unexpected(std::move(checked.error()));
  if (clip.samples().size() <
      static_cast<std::size_t>(embedding.frames) * static_cast<std::size_t>(card_.hop))
    return fail(ErrorCode::BadFormat, "The sound is shorter than its embedding; encode it again");
  DecodeOptions pitched = options;
  const auto pitch = pitchFor(embedding, card_, options.pitch);
  if (!pitch) return tl::unexpected(pitch.error());
  pitched.pitch = *pitch;
  return doNats(embedding, clip, pitched, progress);
}

Result<double> Autoencoder::doNats(const latent::Embedding&, const audio::AudioClip&,
                                   const DecodeOptions&, Progress&) const {
  return fail(ErrorCode::Unsupported,
              card_.title + " makes a note as a whole; only a WaveNet predicts single samples");
}

Result<std::unique_ptr<Autoencoder>> Autoencoder::clone() const {
  return fail(ErrorCode::Unsupported, card_.title + " can only be used by one task at a time");
}

Result<std::unique_ptr<StreamingDecoder>> Autoencoder::live(const DecodeOptions& options) const {
  if (!sensible(options.temperature)) return fail(ErrorCode::BadFormat, kNoTemperature);
  return doStream(options, StreamUse::Live);
}

Result<std::unique_ptr<StreamingDecoder>> Autoencoder::doStream(const DecodeOptions&,
                                                                StreamUse) const {
  return fail(
      ErrorCode::Unsupported,
      card_.title + " makes a note as a whole; choose a WaveNet to change it while it plays");
}

}  // namespace timbre::model
