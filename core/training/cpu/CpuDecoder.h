/// The WaveNet's decoder under teacher forcing, forward and back, with our own kernels. No torch
/// here.
#pragma once

#include <cstdint>
#include <vector>

#include "sampler/Arena.h"
#include "training/cpu/CpuLayers.h"

namespace timbre::training {

/// T samples of one crop, F = T / hop frames. Keeps what the backward pass needs: 3 width numbers
/// per layer and sample. One call at a time.
class CpuDecoder {
 public:
  CpuDecoder(const model::WaveNetConfig& config, const Layout& layout, int samples);

  /// `heard` [T]: the decoder's input; each sample depends on those before it. condition [F,
  /// condition]; `classes` [T]: the targets. Returns the summed cross-entropy in nats.
  /// With gradients in `math`, those of the last layers are added, times `scale`.
  double forward(const LayerMath& math, const float* heard, const float* condition,
                 const std::uint8_t* classes, float scale);
  /// After forward with gradients: adds the rest of them, and to dz [F, z].
  void back(const LayerMath& math, const float* condition, float* dz);

 private:
  struct Layer {
    AffineLayer dilated, condition, residual, skip;
    int dilation;
    float* in;    ///< [T, width]
    float* gate;  ///< [T, 2 width]: sigmoid and tanh
  };
  void take(const model::WaveNetConfig& config, const Layout& layout);
  void project(const LayerMath& math, const AffineLayer& map, const AffineLayer& with,
               const float* condition);
  void forwardLayer(const LayerMath& math, std::size_t index);
  double head(const LayerMath& math, const std::uint8_t* classes, float scale);
  void headBack(const LayerMath& math, const Rows& rows, int frame);
  void learnProjection(const LayerMath& math, const AffineLayer& map, const AffineLayer& with,
                       const float* condition);
  void gatesBack(const LayerMath& math, std::size_t index);
  void backLayer(const LayerMath& math, std::size_t index, const float* condition);
  /// work(rows, frame) for blocks that lie in one frame.
  template <class Work>
  void eachBlock(Work&& work) const {
    for (int f = 0; f < frames_; ++f)
      forBlocks(f * hop_, (f + 1) * hop_, samples_, [&](const Rows& rows) { work(rows, f); });
  }

  int samples_, hop_, frames_, width_, skip_, z_;
  AffineLayer start_, skipStart_, out1_, condOut1_, logits_;
  std::vector<Layer> layers_;
  sampler::Arena arena_;
  float* before_;             ///< [T]: `heard`, one sample later
  float* stream_;             ///< [T, width]: the gradient of a layer's result, then of its input
  float* sum_;                ///< [T, skip]: of the skips, then its gradient
  float* back_;               ///< [T, 2 width]: the gradient of a gate's inputs
  float *gated_, *gradient_;  ///< [kBlock, width]
  float *heard_, *hidden_, *hiddenBack_;  ///< [kBlock, skip]: the head's layers
  float* guess_;                          ///< [kBlock, 256]
  float *frameRows_, *frameBack_;         ///< [F, 2 width or skip]: a layer's part of the condition
  float* dz_;                             ///< [F, z]
  std::vector<float> bias_;               ///< [2 width or skip]
};

}  // namespace timbre::training
