#include "model/nets/Models.h"

#include <array>

#include "model/nets/BaselineAutoencoder.h"
#include "model/wavenet/WaveNetAutoencoder.h"

namespace timbre::model::nets {

std::span<const ModelEntry> models() {
  static constexpr std::array entries{
      ModelEntry{"baseline", &loadBaseline},
      ModelEntry{"wavenet", &wavenet::loadWaveNet},  // a new model is a new line here
  };
  return entries;
}

Result<std::unique_ptr<Autoencoder>> loadModel(const ModelCard& card, int threads) {
  for (const auto& entry : models())
    if (entry.kind == card.kind) return entry.load(card, threads);
  return fail(ErrorCode::Unsupported,
              card.file.string() + ": This program does not know the model kind " + card.kind);
}

}  // namespace timbre::model::nets
