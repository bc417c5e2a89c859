/// The decoder behind the interface of streams.
#pragma once

#include <memory>

#include "model/Autoencoder.h"
#include "model/harmonic/ParameterNetwork.h"

namespace timbre::model::harmonic {

/// Of the options, the seed and the pitch count.
std::unique_ptr<StreamingDecoder> streamHarmonic(const ModelCard& card,
                                                 std::shared_ptr<const ParameterNetwork> network,
                                                 const DecodeOptions& options);

/// The whole sound at `options.rate`, which canRender() names: above 8 kHz, beyond the training
/// data, partials and noise continue, falling. Cancelled. `embedding` and `options` were checked.
Result<audio::AudioClip> renderAt(const ModelCard& card,
                                  std::shared_ptr<const ParameterNetwork> network,
                                  const latent::Embedding& embedding, const DecodeOptions& options,
                                  Progress& progress);

}  // namespace timbre::model::harmonic
