/// Counts every allocation of this program: the sampler plays on threads that must not wait for
/// memory.
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <new>
#include <vector>

#include "sampler/Sampler.h"
#include "tests/core/sampler/DecoderFixture.h"

namespace {
std::atomic<long> allocations{0};
}

void* operator new(std::size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size ? size : 1)) return memory;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}

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
    const long before = allocations;
    for (int f = 0; f < 3; ++f) sampler.renderFrame(frameAt(shape, frames, f * shape.hop), out);
    sampler.step(frameAt(shape, frames, 3 * shape.hop), logits, 100);
    const long during = allocations - before;
    EXPECT_EQ(during, 0);
    EXPECT_GT(before, 0) << "nothing is counted at all";
  }
}

}  // namespace
}  // namespace timbre::sampler
