/// The spectral post-filter of a WaveNet: sampling leaves a noise floor and sometimes loses a
/// partial; the embedding still holds the partials.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "base/Result.h"
#include "latent/Embedding.h"
#include "model/ModelConfig.h"
#include "model/SafeTensors.h"
#include "model/StreamingFilter.h"
#include "model/wavenet/DenseLayer.h"

namespace timbre::model::wavenet {

/// The network of model/PostFilterWeights.h. Immutable: any thread.
class PostFilter {
 public:
  /// None when the file holds none. BadFormat as postFilterHidden(), or when a tensor cannot be
  /// read.
  static Result<std::shared_ptr<const PostFilter>> of(const SafeTensors& file,
                                                      const WaveNetConfig& config);

  int inputs() const { return layers_[0].in; }
  int hidden() const { return layers_[0].out; }
  /// `input` [inputs], `room` [2 * hidden], `out` [kPostFilterBins]: log10 of magnitudes.
  void spectrum(std::span<const float> input, std::span<float> room, std::span<float> out) const;

 private:
  DenseLayer layers_[3];
};

/// What the network is given of these frames, [frames x inputs].
std::vector<float> postFilterFrames(const latent::Embedding& z, const WaveNetConfig& config,
                                    double pitch);

/// Brings the sound to the spectra that the network predicts for each frame. The conditions it is
/// pushed end with the network's inputs; frames are of kPostFilterWindow / 4 samples, the model's
/// hop. `hasty`: with 32 ms of delay instead of 128, a little less clean.
std::unique_ptr<StreamingFilter> postFilter(std::shared_ptr<const PostFilter> network, bool hasty);

}  // namespace timbre::model::wavenet
