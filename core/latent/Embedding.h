/// The output of an encoder for a note: a short sequence of frames, each a few numbers.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/Result.h"

namespace timbre::latent {

/// [frames x channels], frame-major. WaveNet: one frame per 512 samples, 16 channels (125 x 16 for
/// 4 s); baseline: one frame for the whole note. Embeddings of different models cannot be mixed:
/// `model` identifies it.
struct Embedding {
  int frames = 0;
  int channels = 0;
  std::vector<float> values;  ///< frames * channels, unbounded
  std::string model;  ///< ModelCard::embeddingKey() of the model that made it; empty when read from
                      ///< a bare file
  double pitch = -1;  ///< MIDI pitch of the note for pitch-conditioned decoders; negative: unknown

  std::span<const float> frame(int index) const {
    return std::span(values).subspan(static_cast<std::size_t>(index) * channels, channels);
  }
  bool operator==(const Embedding&) const = default;
};

/// (1 - t) a + t b, frame by frame, as the paper mixes timbres; t outside [0, 1] extrapolates. When
/// lengths differ the longer one continues alone with its weight filled by the other's last frame.
/// BadFormat when the channels or the models differ. The pitch is mixed too; where
/// only one is known, it is that one.
Result<Embedding> mix(const Embedding& a, const Embedding& b, double t);

}  // namespace timbre::latent
