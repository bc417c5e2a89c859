/// The WaveNet autoencoder's layers: encoder, decoder under teacher forcing, loss. Needs LibTorch
/// alone.
#pragma once

#include <ATen/core/Tensor.h>

#include <functional>
#include <string>

#include "model/ModelConfig.h"
#include "model/nets/Weights.h"

namespace timbre::model::nets {

/// B notes, T samples (a multiple of hop), F = T / hop frames. Shares its weights' tensors: what
/// trains them, trains it. One call at a time.
class WaveNet {
 public:
  WaveNet(const WaveNetConfig& config, Weights weights)
      : config_(config), weights_(std::move(weights)) {}

  const WaveNetConfig& config() const { return config_; }
  const Weights& weights() const { return weights_; }
  /// On a GPU: products in bfloat16, sums in float32.
  void setHalf(bool half) { half_ = half; }

  /// x: classes as the networks see them ((class - 128) / 128) [B, T]. The encoder's last layer
  /// before the bottleneck, [B, T, aeWidth]. `goOn` is asked after each layer; when it says false
  /// the result is undefined().
  at::Tensor encoderLayers(const at::Tensor& x, const std::function<bool()>& goOn = {}) const;
  /// [B, F * hop, aeWidth] -> [B, F, z]. The mean is taken before the 1 x 1: they commute.
  at::Tensor bottleneck(const at::Tensor& hidden) const;
  at::Tensor encode(const at::Tensor& x) const { return bottleneck(encoderLayers(x)); }

  /// The condition row of each pitch, [128, 128]; initially one-hot rows.
  void setPitchRows(at::Tensor rows) { pitchRows_ = std::move(rows); }

  /// z [B, F, z] with the row of the pitch (int64 [B]) behind it where the model is conditioned:
  /// [B, F, condition].
  at::Tensor condition(const at::Tensor& z, const at::Tensor& pitch) const;
  /// Logits [B, T, 256] of each sample given the true ones before it.
  at::Tensor logits(const at::Tensor& x, const at::Tensor& condition) const;
  /// Mean cross-entropy in nats over every sample. classes: int64 [B, T]; pitch: int64 [B]; z: what
  /// encode() made of them; `heard` [B, T]: the decoder's input.
  at::Tensor loss(const at::Tensor& classes, const at::Tensor& pitch, const at::Tensor& z,
                  const at::Tensor& heard) const;

 private:
  enum class Reach { Causal, Centred };
  at::Tensor affine(const std::string& name, const at::Tensor& x, int dilation = 1,
                    Reach reach = Reach::Causal) const;
  at::Tensor plus(const at::Tensor& x, const std::string& name, const at::Tensor& frames) const;

  WaveNetConfig config_;
  Weights weights_;
  bool half_ = false;
  at::Tensor pitchRows_;
};

}  // namespace timbre::model::nets
