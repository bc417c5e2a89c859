/// From the network's tensors to the numbers that sampler plays. Needs LibTorch.
#pragma once

#include <vector>

#include "latent/Embedding.h"
#include "model/ModelConfig.h"
#include "model/nets/Weights.h"
#include "sampler/Sampler.h"

namespace timbre::model::nets {

/// `weights` holds every tensor of `config`.
sampler::DecoderWeights decoderWeights(const WaveNetConfig& config, const Weights& weights);

/// The frames as the decoder gets them, [frames x condition()]: the embedding's numbers, then for a
/// pitch-conditioned network the nearest MIDI key to `pitch` as one-hot.
std::vector<float> decoderFrames(const latent::Embedding& z, const WaveNetConfig& config,
                                 double pitch);

}  // namespace timbre::model::nets
