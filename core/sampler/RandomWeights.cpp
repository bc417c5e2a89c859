#include "sampler/RandomWeights.h"

#include <cmath>

namespace timbre::sampler {

Affine affineWithRandomWeights(std::minstd_rand& random, int taps, int in, int out) {
  const float bound = std::sqrt(3.0f / static_cast<float>(taps * in));
  Affine a{taps, in, out, std::vector<float>(static_cast<std::size_t>(taps) * in * out),
           std::vector<float>(out)};
  for (float& w : a.weight)
    w = bound * (static_cast<float>(random()) / static_cast<float>(random.max()) * 2 - 1);
  return a;
}

DecoderWeights decoderWithRandomWeights(const DecoderShape& s) {
  std::minstd_rand random(1);
  DecoderWeights w;
  w.shape = s;
  w.startconv = affineWithRandomWeights(random, 3, 1, s.width);
  w.skipStart = affineWithRandomWeights(random, 1, s.width, s.skip);
  for (int i = 0; i < s.layers; ++i) {
    w.dilatedconv.push_back(affineWithRandomWeights(random, 3, s.width, 2 * s.width));
    w.condMap.push_back(affineWithRandomWeights(random, 1, s.condition, 2 * s.width));
    w.res.push_back(affineWithRandomWeights(random, 1, s.width, s.width));
    w.skipLayers.push_back(affineWithRandomWeights(random, 1, s.width, s.skip));
  }
  w.out1 = affineWithRandomWeights(random, 1, s.skip, s.skip);
  w.condMapOut1 = affineWithRandomWeights(random, 1, s.condition, s.skip);
  w.logits = affineWithRandomWeights(random, 1, s.skip, 256);
  return w;
}

Calibration roughCalibration(const DecoderShape& shape) {
  return {.stream = std::vector<float>(static_cast<std::size_t>(shape.layers) * shape.width, 8.0f),
          .skip = 16.0f,
          .hidden = 16.0f};
}

}  // namespace timbre::sampler
