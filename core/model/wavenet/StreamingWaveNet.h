/// A WaveNet's decoder sample after sample: the sampler behind the model's interface.
#pragma once

#include <memory>

#include "model/Autoencoder.h"
#include "model/ModelConfig.h"
#include "model/wavenet/PostFilter.h"
#include "sampler/Sampler.h"

namespace timbre::model::wavenet {

/// What streams of one model share.
struct StreamParts {
  WaveNetConfig config;
  std::shared_ptr<const sampler::PackedDecoder> decoder;
  std::shared_ptr<const PostFilter> filter;  ///< none: the sound goes out as it is sampled
};

/// `cores`: that may work on one sample of an Offline stream. Of the options, the seed, the
/// temperature, the pitch and whether the filter is wanted count.
std::unique_ptr<StreamingDecoder> liveWaveNet(const ModelCard& card, const StreamParts& parts,
                                              const DecodeOptions& options, StreamUse use,
                                              int cores);

}  // namespace timbre::model::wavenet
