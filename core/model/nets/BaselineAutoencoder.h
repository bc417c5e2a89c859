/// The baseline spectral autoencoder as the program uses it. No torch here.
#pragma once

#include <memory>

#include "base/Result.h"
#include "model/Autoencoder.h"

namespace timbre::model::nets {

/// Processes a note's log magnitudes as a whole. Its sound comes from Griffin-Lim, normalised to -1
/// dBFS because the spectrogram does not keep the level. Below C3, where the pitch is given, it
/// uses the phases of a pulse train without a search: the predicted spectrogram is a mean over
/// beating harmonics, and a search that agrees with it loses the pitch (assets/models/README.md has
/// the figures). See loadModel.
Result<std::unique_ptr<Autoencoder>> loadBaseline(const ModelCard& card, int threads);

}  // namespace timbre::model::nets
