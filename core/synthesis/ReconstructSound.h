/// One sound through one model that is at hand: encoded, then decoded.
#pragma once

#include "audio/AudioClip.h"
#include "base/Progress.h"
#include "base/Result.h"
#include "latent/Embedding.h"
#include "model/Autoencoder.h"

namespace timbre::synthesis {

/// Of the time that a sound takes, roughly: for the progress.
inline constexpr double kEncodingShare = 0.1;

struct Reconstructed {
  latent::Embedding embedding;
  audio::AudioClip sound;
  double encodeSeconds = 0;  ///< by the wall
  double decodeSeconds = 0;
};

/// `clip` at the model's rate; `pitch`: MIDI, negative: unknown. Fails as Autoencoder::encode() and
/// decode().
Result<Reconstructed> reconstructSound(model::Autoencoder& model, const audio::AudioClip& clip,
                                       double pitch, const model::DecodeOptions& options,
                                       Progress& progress);

}  // namespace timbre::synthesis
