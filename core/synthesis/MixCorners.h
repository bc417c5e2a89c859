/// Between sounds on a line or in a square.
#pragma once

#include <span>

#include "base/Result.h"
#include "latent/Embedding.h"

namespace timbre::synthesis {

/// Of one embedding itself; of two the point `x` of the way from the first to the second; of four
/// the point of the square whose upper side goes from [0] to [1] and whose lower side from [2] to
/// [3], `y` of the way down. BadFormat for any other number, and as latent::mix().
Result<latent::Embedding> mixCorners(std::span<const latent::Embedding> corners, double x,
                                     double y = 0);

}  // namespace timbre::synthesis
