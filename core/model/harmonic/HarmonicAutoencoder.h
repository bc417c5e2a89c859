/// The harmonic-plus-noise model as the program uses it: a WaveNet's encoder, and a decoder of
/// partials and filtered noise. Ours, not the paper's.
#pragma once

#include <memory>

#include "base/Result.h"
#include "model/Autoencoder.h"

namespace timbre::model::harmonic {

/// NotFound or BadFormat with a sentence that names the file and the tensor. `threads`: cores that
/// encoding may use, 0: all; decoding takes one. Nothing is thrown.
Result<std::unique_ptr<Autoencoder>> loadHarmonic(const ModelCard& card, int threads);

}  // namespace timbre::model::harmonic
