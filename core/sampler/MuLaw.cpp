#include "sampler/MuLaw.h"

#include <algorithm>
#include <cmath>

namespace timbre::sampler {

int muLawClass(float x) {
  if (std::isnan(x)) return 128;
  const float bounded = std::clamp(x, -1.0f, 1.0f);
  // Divide first, then multiply: the order decides which classes the borders fall into.
  const float level = std::log(1.0f + 255.0f * std::abs(bounded)) / std::log(256.0f);
  const float q = std::floor(std::copysign(level, bounded) * 128.0f);
  return std::min(static_cast<int>(q) + 128, 255);
}

float muLawSample(int c) {
  const int q = std::clamp(c, 0, 255) - 128;
  if (q == 0) return 0.0f;
  const double u = (q + 0.5) / 128.0;
  return static_cast<float>(std::copysign((std::pow(256.0, std::abs(u)) - 1.0) / 255.0, u));
}

}  // namespace timbre::sampler
