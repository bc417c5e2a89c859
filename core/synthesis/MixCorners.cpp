#include "synthesis/MixCorners.h"

namespace timbre::synthesis {

Result<latent::Embedding> mixCorners(std::span<const latent::Embedding> corners, double x,
                                     double y) {
  switch (corners.size()) {
    case 1:
      return corners[0];
    case 2:
      return latent::mix(corners[0], corners[1], x);
    case 4: {
      const auto upper = latent::mix(corners[0], corners[1], x);
      if (!upper) return upper;
      const auto lower = latent::mix(corners[2], corners[3], x);
      if (!lower) return lower;
      return latent::mix(*upper, *lower, y);
    }
    default:
      return fail(ErrorCode::BadFormat,
                  "A morph needs two sounds, or four as the corners of a square");
  }
}

}  // namespace timbre::synthesis
