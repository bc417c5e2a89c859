#include "encoder/RandomWeights.h"

#include <random>

#include "sampler/RandomWeights.h"

namespace timbre::encoder {

EncoderWeights encoderWithRandomWeights(const EncoderShape& s) {
  std::minstd_rand random(1);
  EncoderWeights w;
  w.shape = s;
  w.start = sampler::affineWithRandomWeights(random, 3, 1, s.width);
  for (int i = 0; i < s.layers; ++i) {
    w.dilated.push_back(sampler::affineWithRandomWeights(random, 3, s.width, s.width));
    w.res.push_back(sampler::affineWithRandomWeights(random, 1, s.width, s.width));
    for (float& x : w.res.back().weight) x *= 0.3f;  // thirty of them are added up
  }
  w.bottleneck = sampler::affineWithRandomWeights(random, 1, s.width, s.z);
  return w;
}

}  // namespace timbre::encoder
