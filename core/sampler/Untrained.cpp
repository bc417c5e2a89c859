#include "sampler/Untrained.h"

#include <cmath>
#include <random>

namespace timbre::sampler {
namespace {

Affine randomAffine(std::minstd_rand& random, int taps, int in, int out) {
  const float bound = std::sqrt(3.0f / static_cast<float>(taps * in));
  Affine a{taps, in, out, std::vector<float>(static_cast<std::size_t>(taps) * in * out),
           std::vector<float>(out)};
  for (float& w : a.weight)
    w = bound * (static_cast<float>(random()) / static_cast<float>(random.max()) * 2 - 1);
  return a;
}

}  // namespace

DecoderWeights untrainedDecoder(const DecoderShape& s) {
  std::minstd_rand random(1);
  DecoderWeights w;
  w.shape = s;
  w.startconv = randomAffine(random, 3, 1, s.width);
  w.skipStart = randomAffine(random, 1, s.width, s.skip);
  for (int i = 0; i < s.layers; ++i) {
    w.dilatedconv.push_back(randomAffine(random, 3, s.width, 2 * s.width));
    w.condMap.push_back(randomAffine(random, 1, s.condition, 2 * s.width));
    w.res.push_back(randomAffine(random, 1, s.width, s.width));
    w.skipLayers.push_back(randomAffine(random, 1, s.width, s.skip));
  }
  w.out1 = randomAffine(random, 1, s.skip, s.skip);
  w.condMapOut1 = randomAffine(random, 1, s.condition, s.skip);
  w.logits = randomAffine(random, 1, s.skip, 256);
  return w;
}

Calibration roughCalibration(const DecoderShape& shape) {
  return {.stream = std::vector<float>(shape.layers, 8.0f),
          .gate = std::vector<float>(shape.layers, 1.0f),
          .skip = 16.0f,
          .hidden = 16.0f};
}

}  // namespace timbre::sampler
