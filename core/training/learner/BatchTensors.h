/// A batch as the networks take it. Needs LibTorch.
#pragma once

#include <ATen/core/Tensor.h>

#include "training/data/Crops.h"

namespace timbre::training {

/// Bytes [count, samples] on the device.
at::Tensor classesOf(const Batch& batch, at::Device device);
/// The targets of the auxiliary loss: spectralTargets of each crop.
at::Tensor spectraOf(const Batch& batch, at::Device device, int hop);
/// What the baseline sees of whole notes.
at::Tensor picturesOf(const Batch& batch, at::Device device);

}  // namespace timbre::training
