#include "synthesis/ReconstructSound.h"

#include <utility>

#include "base/Stopwatch.h"

namespace timbre::synthesis {

Result<Reconstructed> reconstructSound(model::Autoencoder& model, const audio::AudioClip& clip,
                                       double pitch, const model::DecodeOptions& options,
                                       Progress& progress) {
  PartOf encoding(progress, 0, kEncodingShare), decoding(progress, kEncodingShare, 1);
  const Stopwatch watch;
  auto z = model.encode(clip, pitch, encoding);
  if (!z) return tl::unexpected(std::move(z.error()));
  const double encoded = watch.seconds();
  auto sound = model.decode(*z, options, decoding);
  if (!sound) return tl::unexpected(std::move(sound.error()));
  return Reconstructed{std::move(*z), std::move(*sound), encoded, watch.seconds() - encoded};
}

}  // namespace timbre::synthesis
