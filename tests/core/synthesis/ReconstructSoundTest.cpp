#include "synthesis/ReconstructSound.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "support/FakeBackend.h"
#include "support/Impatient.h"
#include "support/Sounds.h"

namespace timbre::synthesis {

TEST(ReconstructSound, encodesThenDecodes) {
  test::FakeModel model(test::fakeCard("wavenet"), std::make_shared<test::FakeTuning>());
  test::Listener listener;
  const auto clip = test::sine(440, 0.5, 4 * 512);
  const auto made = reconstructSound(model, clip, 69, {}, listener);
  ASSERT_TRUE(made);
  EXPECT_EQ(made->embedding.frames, 4);
  EXPECT_EQ(made->embedding.pitch, 69);
  EXPECT_EQ(made->sound.samples().size(), 4u * 512);
  EXPECT_GE(made->encodeSeconds, 0);
  EXPECT_GE(made->decodeSeconds, 0);
  EXPECT_TRUE(std::ranges::is_sorted(listener.told));
  EXPECT_EQ(listener.told.back(), 1);
}

TEST(ReconstructSound, failsAsEitherHalfDoes) {
  test::FakeModel model(test::fakeCard("wavenet"), std::make_shared<test::FakeTuning>());
  Unwatched quiet;
  const auto short1 = reconstructSound(model, test::sine(440, 0.5, 3), 69, {}, quiet);
  EXPECT_EQ(short1.error().code, ErrorCode::BadFormat);
  model::DecodeOptions cold;
  cold.temperature = -1;
  const auto clip = test::sine(440, 0.5, 4 * 512);
  EXPECT_EQ(reconstructSound(model, clip, 69, cold, quiet).error().code, ErrorCode::BadFormat);
  test::Impatient impatient(1);
  EXPECT_EQ(reconstructSound(model, clip, 69, {}, impatient).error().code, ErrorCode::Cancelled);
}

}  // namespace timbre::synthesis
