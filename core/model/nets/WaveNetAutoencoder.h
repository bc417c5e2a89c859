/// The WaveNet autoencoder as the program uses it. No torch here.
#pragma once

#include <memory>

#include "base/Result.h"
#include "model/Autoencoder.h"

namespace timbre::model::nets {

/// Encodes with LibTorch, in tiles of about a second whatever the clip's length, and decodes with
/// the queues of sampler. See loadModel.
Result<std::unique_ptr<Autoencoder>> loadWaveNet(const ModelCard& card, int threads);

}  // namespace timbre::model::nets
