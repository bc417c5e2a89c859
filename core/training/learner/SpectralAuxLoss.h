/// The targets of the encoder's auxiliary loss, and the loss with LibTorch's operations. Needs
/// LibTorch.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>

#include "model/nets/Weights.h"

namespace timbre::training {

/// x: classes as the networks see them [B, T] -> [B, T / hop, 320]: log10 of the spectrum's
/// magnitudes in 2048 samples around each frame's middle, bins 3 to 258 and means of eleven above,
/// up to 7.5 kHz.
at::Tensor spectralTargets(const at::Tensor& x, int hop);

/// The reader's tensors (spectralAuxTensors) to begin with, the same for the same seed.
model::nets::Weights freshSpectralAux(int z, std::uint64_t seed);

/// Mean squared error of the spectra predicted from z [B, F, z]; the same as CpuSpectralAuxLoss.
at::Tensor spectralAuxLoss(const model::nets::Weights& weights, const at::Tensor& z,
                           const at::Tensor& spectra);

}  // namespace timbre::training
