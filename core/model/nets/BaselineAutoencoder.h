/// The baseline spectral autoencoder as the program uses it. No torch here.
#pragma once

#include <memory>

#include "base/Result.h"
#include "model/Autoencoder.h"

namespace timbre::model::nets {

/// Sees a note's log magnitudes whole; its sound is Griffin-Lim's, normalised to -1 dBFS since the
/// picture does not keep the level. Below C3, where the pitch is told, it takes the phases of a
/// train of pulses and searches for no better ones: what is painted there is a mean over the
/// beating of harmonics, and a search that agrees with it loses the pitch (assets/models/README.md
/// has the figures). See loadModel.
Result<std::unique_ptr<Autoencoder>> loadBaseline(const ModelCard& card, int threads);

}  // namespace timbre::model::nets
