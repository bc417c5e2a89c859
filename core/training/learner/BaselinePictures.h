/// What the baseline sees, made on the device that trains it: the same as spectral::logSpectrogram,
/// for a whole batch.
#pragma once

#include <ATen/core/Tensor.h>

namespace timbre::training {

/// classes: int64 [B, 64000] -> log magnitudes in [0, 1], [B, 1, 512, 256]. A silent note gives 0
/// everywhere.
at::Tensor baselinePictures(const at::Tensor& classes);

}  // namespace timbre::training
