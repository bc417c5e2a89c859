/// From a weights file to the numbers that sampler and encoder compute with.
#pragma once

#include <vector>

#include "encoder/Encoder.h"
#include "latent/Embedding.h"
#include "model/ModelConfig.h"
#include "model/SafeTensors.h"
#include "sampler/Sampler.h"

namespace timbre::model::wavenet {

/// A weights file of a WaveNet whose sizes and tensors have been found to fit.
struct OpenedWaveNet {
  SafeTensors file;
  WaveNetConfig config;
};

/// NotFound, or BadFormat as SafeTensors::open and configOf, or when the file holds another kind of
/// model.
Result<OpenedWaveNet> openWaveNet(const std::filesystem::path& path);

/// `file` holds a network of `config`. BadFormat when a tensor is missing or cannot be read.
Result<sampler::DecoderWeights> decoderWeights(const SafeTensors& file,
                                               const WaveNetConfig& config);
Result<encoder::EncoderWeights> encoderWeights(const SafeTensors& file,
                                               const WaveNetConfig& config);

/// The frames as the decoder gets them, [frames x condition()]: the embedding's numbers, then for a
/// pitch-conditioned network the nearest MIDI key to `pitch` as one-hot.
std::vector<float> decoderFrames(const latent::Embedding& z, const WaveNetConfig& config,
                                 double pitch);

}  // namespace timbre::model::wavenet
