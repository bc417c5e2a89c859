/// A batch as the networks take it. Needs LibTorch.
#pragma once

#include <ATen/core/Tensor.h>

#include "training/data/Crops.h"

namespace timbre::training {

/// Bytes [count, samples] on the device.
at::Tensor classesOf(const Batch& batch, at::Device device);
/// What the hint is to say of each crop: spectralTargets of its samples.
at::Tensor spectraOf(const Batch& batch, at::Device device, int hop);
/// What the baseline sees of whole notes.
at::Tensor picturesOf(const Batch& batch, at::Device device);

}  // namespace timbre::training
