#include "latent/Embedding.h"

#include <algorithm>

namespace timbre::latent {

Result<Embedding> mix(const Embedding& a, const Embedding& b, double t) {
  if (a.channels != b.channels || a.model != b.model)
    return fail(
        ErrorCode::BadFormat,
        "The two embeddings come from different models; encode both notes with the same model");
  if (a.frames == 0 || b.frames == 0)
    return fail(ErrorCode::BadFormat,
                "An embedding without frames cannot be mixed; choose a longer sound");
  Embedding mixed{
      std::max(a.frames, b.frames), a.channels, {}, a.model, a.pitch >= 0 ? a.pitch : b.pitch};
  if (a.pitch >= 0 && b.pitch >= 0) mixed.pitch = (1 - t) * a.pitch + t * b.pitch;
  mixed.values.reserve(static_cast<std::size_t>(mixed.frames) * mixed.channels);
  for (int f = 0; f < mixed.frames; ++f) {
    const auto fromA = a.frame(std::min(f, a.frames - 1));
    const auto fromB = b.frame(std::min(f, b.frames - 1));
    for (int c = 0; c < mixed.channels; ++c)
      mixed.values.push_back(static_cast<float>((1 - t) * fromA[c] + t * fromB[c]));
  }
  return mixed;
}

}  // namespace timbre::latent
