/// Where the samples of a clip go once they are made.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "latent/Embedding.h"
#include "model/Autoencoder.h"
#include "model/ModelConfig.h"
#include "model/StreamingFilter.h"
#include "model/wavenet/PostFilter.h"

namespace timbre::model::wavenet {

/// Through the post-filter, if there is one and it is wanted, and to the ear of the options. For
/// one clip; `options` outlive it. May throw std::bad_alloc.
class StreamingOutput {
 public:
  StreamingOutput(std::shared_ptr<const PostFilter> network, const latent::Embedding& z,
                  const WaveNetConfig& config, const DecodeOptions& options);

  /// Frame `f` of the clip's samples is as the decoder made it, f = 0, 1, ...; frames before it
  /// that are finished by now take the place of what was there.
  void push(int f, std::span<float> samples);
  /// After the last one: so do the rest.
  void finish(std::span<float> samples);

 private:
  void keep(std::span<float> samples);
  void tell(std::span<const float> some) const;

  const std::size_t hop_;
  const std::function<void(std::span<const float>)>& heard_;
  std::unique_ptr<StreamingFilter> filter_;
  std::vector<float> frames_, out_;
  std::size_t inputs_ = 0, kept_ = 0;
};

}  // namespace timbre::model::wavenet
