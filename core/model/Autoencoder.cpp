#include "model/Autoencoder.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace timbre::model {

namespace {

bool allFinite(std::span<const float> values) {
  return std::all_of(values.begin(), values.end(), [](float v) { return std::isfinite(v); });
}

Result<void> checkEmbedding(const latent::Embedding& z, const ModelCard& card) {
  if (!z.model.empty() && z.model != card.key)
    return fail(ErrorCode::BadFormat, "The embedding was made by the model " + z.model +
                                          ", not by " + card.key +
                                          "; decode it with the model that made it");
  if (z.channels != card.channels || z.frames <= 0 || (card.fixedSamples > 0 && z.frames != 1) ||
      z.values.size() != static_cast<std::size_t>(z.frames) * static_cast<std::size_t>(z.channels))
    return fail(ErrorCode::BadFormat,
                "The embedding has " + std::to_string(z.frames) + " frames of " +
                    std::to_string(z.channels) + " numbers where " + card.title + " needs " +
                    (card.fixedSamples > 0 ? "one" : "one or more") + " of " +
                    std::to_string(card.channels) + "; decode it with the model that made it");
  if (!allFinite(z.values))
    return fail(ErrorCode::BadFormat,
                "The embedding holds a value that is not finite; encode the note again");
  return {};
}

}  // namespace

Result<latent::Embedding> Autoencoder::encode(const audio::AudioClip& clip, double pitch,
                                              Progress& progress) {
  if (clip.rate() != card_.rate)
    return fail(ErrorCode::Unsupported, card_.title + " hears " + std::to_string(card_.rate.hz) +
                                            " Hz, not " + std::to_string(clip.rate().hz) +
                                            " Hz; resample the sound first");
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
      return fail(ErrorCode::BadFormat, "The sound has " + std::to_string(clip.samples().size()) +
                                            " samples, but " + card_.title + " needs at least " +
                                            std::to_string(card_.hop));
    if (whole != clip.samples().size()) heard = audio::fitted(clip, static_cast<int>(whole));
  }
  auto embedding = doEncode(heard, progress);
  if (!embedding) return embedding;
  embedding->model = card_.key;
  embedding->pitch = pitch;
  return embedding;
}

Result<audio::AudioClip> Autoencoder::decode(const latent::Embedding& embedding,
                                             const DecodeOptions& options, Progress& progress) {
  if (auto checked = checkEmbedding(embedding, card_); !checked)
    return tl::unexpected(std::move(checked.error()));
  if (!std::isfinite(options.temperature) || options.temperature < 0)
    return fail(ErrorCode::BadFormat, "The temperature must be zero or more");
  if (!card_.pitchConditioned) return doDecode(embedding, options, progress);
  DecodeOptions pitched = options;
  if (!pitched.pitch && embedding.pitch >= 0) pitched.pitch = embedding.pitch;
  if (!pitched.pitch)
    return fail(ErrorCode::BadFormat,
                card_.title + " must be told the pitch; give a MIDI pitch from 0 to 127");
  if (!(*pitched.pitch >= 0 && *pitched.pitch <= 127))
    return fail(ErrorCode::BadFormat,
                "The pitch " + std::to_string(*pitched.pitch) + " is not between 0 and 127");
  return doDecode(embedding, pitched, progress);
}

}  // namespace timbre::model
