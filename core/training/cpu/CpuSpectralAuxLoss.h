/// The auxiliary loss: a small network predicts the spectrum around each frame from the embedding,
/// so that the encoder learns to represent it. The network is discarded. No torch here.
#pragma once

#include <vector>

#include "training/cpu/CpuLayers.h"

namespace timbre::training {

inline constexpr int kSpectralAuxHidden = 192;
inline constexpr int kSpectralAuxBands = 320;

/// Its tensors for embeddings of `z` numbers: z -> 192 -> 192 -> 320, rectified between.
std::vector<model::TensorSpec> spectralAuxTensors(int z);

/// One call at a time.
class CpuSpectralAuxLoss {
 public:
  CpuSpectralAuxLoss(const Layout& layout, int frames);
  /// z [F, z], spectra [F, kSpectralAuxBands]: the mean squared error. With gradients in `math`,
  /// the reader's and dz [F, z] are added to, times `scale`.
  double learn(const LayerMath& math, const float* z, const float* spectra, float scale, float* dz);

 private:
  int frames_;
  AffineLayer first_, second_, third_;
  std::vector<float> one_, two_, guess_, back_, more_, intoZ_;
};

}  // namespace timbre::training
