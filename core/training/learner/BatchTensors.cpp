#include "training/learner/BatchTensors.h"

#include <ATen/ATen.h>

#include "training/learner/BaselinePictures.h"
#include "training/learner/SpectralAuxLoss.h"

namespace timbre::training {

at::Tensor classesOf(const Batch& batch, at::Device device) {
  const auto bytes = const_cast<std::uint8_t*>(batch.classes.data());  // from_blob only reads it
  return at::from_blob(bytes, {batch.count, batch.samples}, at::kByte).to(device);
}

at::Tensor spectraOf(const Batch& batch, at::Device device, int hop) {
  const at::NoGradGuard nothingLearnt;
  return spectralTargets((classesOf(batch, device).to(at::kFloat) - 128) / 128, hop);
}

at::Tensor picturesOf(const Batch& batch, at::Device device) {
  const at::NoGradGuard nothingLearnt;
  return baselinePictures(classesOf(batch, device).to(at::kLong));
}

}  // namespace timbre::training
