/// The baseline spectral autoencoder's layers. Needs LibTorch alone.
#pragma once

#include <ATen/core/Tensor.h>

#include <functional>
#include <string>
#include <string_view>

#include "model/ModelConfig.h"
#include "model/nets/Weights.h"

namespace timbre::model::nets {

/// Pictures are log magnitudes in [0, 1], [B, 1, 512 frequencies, 256 times]. Shares its weights'
/// tensors. One call at a time.
class BaselineNet {
 public:
  BaselineNet(const BaselineConfig& config, Weights weights)
      : config_(config), weights_(std::move(weights)) {}

  const BaselineConfig& config() const { return config_; }
  const Weights& weights() const { return weights_; }

  /// True: batch normalisation takes each batch's own mean and variance and keeps their moving
  /// averages, which forget with `decay` a batch. False (as it begins): it uses the moving
  /// averages, so a note does not depend on others.
  void setTraining(bool training, double decay = 0.999) { training_ = training, decay_ = decay; }

  /// What the table of pitches is multiplied by, [128, 128]; as it begins: nothing.
  void setPitchRows(at::Tensor rows) { pitchRows_ = std::move(rows); }

  /// -> [B, z, 1, 1]. `goOn` is asked after each layer; when it says false the result is
  /// undefined().
  at::Tensor encode(const at::Tensor& pictures, const std::function<bool()>& goOn = {}) const;
  /// pitch: int64 [B], looked at when the model is conditioned. -> pictures.
  at::Tensor decode(const at::Tensor& z, const at::Tensor& pitch,
                    const std::function<bool()>& goOn = {}) const;
  /// Mean of w (x - x')^2; w falls from 10 to 1 over the lower half of the frequencies (0 to 4
  /// kHz), then stays.
  at::Tensor loss(const at::Tensor& pictures, const at::Tensor& pitch) const;

 private:
  const at::Tensor& weight(std::string_view side, std::string_view scope,
                           std::string_view name) const;
  at::Tensor normalised(const at::Tensor& x, std::string_view side, std::string_view scope) const;
  at::Tensor down(const at::Tensor& x, const BaselineLayer& layer) const;
  at::Tensor up(const at::Tensor& x, const BaselineLayer& layer) const;

  BaselineConfig config_;
  Weights weights_;
  bool training_ = false;
  double decay_ = 0.999;
  at::Tensor pitchRows_;
};

}  // namespace timbre::model::nets
