/// A WaveNet's decoder that is played live: the sampler behind the model's interface.
#pragma once

#include <memory>

#include "model/Autoencoder.h"
#include "model/ModelConfig.h"
#include "model/wavenet/PostFilter.h"
#include "sampler/Sampler.h"

namespace timbre::model::wavenet {

/// `filter` may be null.
std::unique_ptr<StreamingDecoder> liveWaveNet(const ModelCard& card, const WaveNetConfig& config,
                                              std::shared_ptr<const sampler::PackedDecoder> decoder,
                                              std::shared_ptr<const PostFilter> filter,
                                              const DecodeOptions& options);

}  // namespace timbre::model::wavenet
