#include "model/EmbeddingCheck.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "base/CountText.h"

namespace timbre::model {

Result<void> checkEmbedding(const latent::Embedding& z, const ModelCard& card) {
  if (!z.model.empty() && z.model != card.embeddingKey())
    return fail(ErrorCode::BadFormat, "The embedding was made by the model " + z.model +
                                          ", not by " + card.embeddingKey() +
                                          "; decode it with the model that made it");
  if (z.channels != card.channels || z.frames <= 0 || (card.fixedSamples > 0 && z.frames != 1) ||
      z.values.size() != static_cast<std::size_t>(z.frames) * static_cast<std::size_t>(z.channels))
    return fail(ErrorCode::BadFormat,
                "The embedding has " + countText(z.frames, "frame") + " of " +
                    countText(z.channels, "number") + " where " + card.title + " needs " +
                    (card.fixedSamples > 0 ? "one" : "one or more") + " of " +
                    std::to_string(card.channels) + "; decode it with the model that made it");
  if (!std::ranges::all_of(z.values, [](float v) { return std::isfinite(v); }))
    return fail(ErrorCode::BadFormat,
                "The embedding holds a value that is not finite; encode the note again");
  return {};
}

Result<std::optional<double>> pitchFor(const latent::Embedding& embedding, const ModelCard& card,
                                       std::optional<double> wanted) {
  if (!card.pitchConditioned) return wanted;
  if (!wanted && embedding.pitch >= 0) wanted = embedding.pitch;
  if (!wanted && card.unpitchedToo) return wanted;
  if (!wanted)
    return fail(ErrorCode::BadFormat, card.title + " needs a pitch; give a MIDI key from 0 to 127");
  if (!(*wanted >= 0 && *wanted <= 127))
    return fail(ErrorCode::BadFormat, "The pitch " + std::to_string(*wanted) +
                                          " is not between 0 and 127; choose another");
  return wanted;
}

}  // namespace timbre::model
