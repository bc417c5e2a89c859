/// The WaveNet autoencoder as the program uses it.
#pragma once

#include <memory>

#include "base/Result.h"
#include "model/Autoencoder.h"

namespace timbre::model::wavenet {

/// Encodes with the kernels of encoder, in constant memory whatever the clip's length, and decodes
/// with the queues of sampler. NotFound or BadFormat with a sentence that names the file and the
/// tensor. `threads`: cores one call may use, 0: all. Nothing is thrown.
Result<std::unique_ptr<Autoencoder>> loadWaveNet(const ModelCard& card, int threads);

}  // namespace timbre::model::wavenet
