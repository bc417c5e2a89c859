/// Whether a model can decode an embedding. Private to this room.
#pragma once

#include <optional>

#include "base/Result.h"
#include "latent/Embedding.h"
#include "model/ModelCard.h"

namespace timbre::model {

/// BadFormat when it has another shape, belongs to another model, or holds a value that is not
/// finite.
Result<void> checkEmbedding(const latent::Embedding& embedding, const ModelCard& card);

/// `wanted` (MIDI), else the embedding's own; none for models that need none. BadFormat when it is
/// missing or beyond 0 .. 127.
Result<std::optional<double>> pitchFor(const latent::Embedding& embedding, const ModelCard& card,
                                       std::optional<double> wanted);

}  // namespace timbre::model
