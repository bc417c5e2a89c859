/// The WaveNet's encoder, forward and back, with our own kernels. No torch here.
#pragma once

#include <vector>

#include "sampler/Arena.h"
#include "training/cpu/CpuLayers.h"

namespace timbre::training {

/// T samples of one crop, F = T / hop frames. Keeps what the backward pass needs: 2 aeWidth
/// numbers per layer and sample. One call at a time.
class CpuEncoder {
 public:
  CpuEncoder(const model::WaveNetConfig& config, const Layout& layout, int samples);

  /// x [T], classes as the networks see them -> z [F, z], valid until the next call.
  const float* forward(const LayerMath& math, const float* x);
  /// After forward: adds to the gradients what dz [F, z] asks for.
  void back(const LayerMath& math, const float* x, const float* dz);

 private:
  struct Layer {
    AffineLayer dilated, residual;
    int dilation;
    float *heard, *rectified;  ///< [T, aeWidth] each
  };
  void forwardLayer(const LayerMath& math, const Layer& layer);
  void backLayer(const LayerMath& math, const Layer& layer);

  int samples_, hop_, width_;
  AffineLayer start_, bottleneck_;
  std::vector<Layer> layers_;
  sampler::Arena arena_;
  float *sum_, *back_;  ///< [T, aeWidth]: the residual stream and a layer's gradient
  float* block_;        ///< [kBlock, aeWidth]
  float *mean_, *z_;    ///< [F, aeWidth], [F, z]
};

}  // namespace timbre::training
