/// A WaveNet's decoder that is played live: the sampler behind the model's interface.
#pragma once

#include <memory>

#include "model/Autoencoder.h"
#include "model/ModelConfig.h"
#include "sampler/Sampler.h"

namespace timbre::model::wavenet {

std::unique_ptr<LiveDecoder> liveWaveNet(const ModelCard& card, const WaveNetConfig& config,
                                         std::shared_ptr<const sampler::PackedDecoder> decoder,
                                         const DecodeOptions& options);

}  // namespace timbre::model::wavenet
