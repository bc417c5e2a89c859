/// From the network's tensors to the numbers that sampler plays. Needs LibTorch.
#pragma once

#include "model/ModelConfig.h"
#include "model/nets/Weights.h"
#include "sampler/Sampler.h"

namespace timbre::model::nets {

/// `weights` holds every tensor of `config`.
sampler::DecoderWeights decoderWeights(const WaveNetConfig& config, const Weights& weights);

}  // namespace timbre::model::nets
