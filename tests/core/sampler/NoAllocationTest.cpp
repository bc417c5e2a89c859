/// Counts every allocation of this program: the sampler plays on threads that must not wait for
/// memory.
#include <gtest/gtest.h>

#include <vector>

#include "sampler/Sampler.h"
#include "support/AllocationCount.h"
#include "tests/core/sampler/DecoderFixture.h"

namespace timbre::sampler {
namespace {

TEST(Sampler, AllocatesNothingWhileItRenders) {
  const DecoderShape shape{24, 16, 6, 3, 4, 16};
  const auto weights = randomDecoder(shape);
  const auto frames = randomFrames(shape, 4);
  const auto classes = randomClasses(64);
  const CalibrationNote note{frames, classes};
  const auto calibration = *calibrate(weights, {&note, 1});
  std::vector<float> out(16);
  std::vector<float> logits(256);
  for (const auto precision : {Precision::Float32, Precision::Int8, Precision::Int8Fine}) {
    const auto decoder = pack(weights, {precision, &calibration, {}});
    ASSERT_TRUE(decoder);
    Sampler sampler(*decoder, {});
    const long before = test::allocationCount;
    for (int f = 0; f < 3; ++f) sampler.renderFrame(frameAt(shape, frames, f * shape.hop), out);
    sampler.step(frameAt(shape, frames, 3 * shape.hop), logits, 100);
    const long during = test::allocationCount - before;
    EXPECT_EQ(during, 0);
    EXPECT_GT(before, 0) << "nothing is counted at all";
  }
}

}  // namespace
}  // namespace timbre::sampler
