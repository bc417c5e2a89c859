#include "audio/SoundStream.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "audio/SpscQueue.h"

namespace timbre::audio {
namespace {

TEST(SoundStream, GrowsWithoutMoving) {
  SoundStream stream(5, kModelRate);
  EXPECT_TRUE(stream.samples().empty());
  EXPECT_EQ(stream.append(std::vector{1.0f, 2.0f}), 2u);
  const float* first = stream.samples().data();
  EXPECT_EQ(stream.append(std::vector{3.0f}), 1u);
  EXPECT_EQ(stream.samples().data(), first);
  EXPECT_THAT(stream.samples(), testing::ElementsAre(1, 2, 3));
  EXPECT_FALSE(stream.finished());
  stream.finish();
  EXPECT_TRUE(stream.finished());
}

TEST(SoundStream, TakesNoMoreThanItHasRoomFor) {
  SoundStream stream(3, kModelRate);
  EXPECT_EQ(stream.append(std::vector{1.0f, 2.0f}), 2u);
  EXPECT_EQ(stream.append(std::vector{3.0f, 4.0f}), 1u);
  EXPECT_EQ(stream.append(std::vector{5.0f}), 0u);
  EXPECT_THAT(stream.samples(), testing::ElementsAre(1, 2, 3));
}

TEST(SoundStream, AClipIsAFinishedStream) {
  const auto stream = SoundStream::of({{1, 2}, SampleRate(44100)});
  EXPECT_TRUE(stream->finished());
  EXPECT_EQ(stream->rate(), SampleRate(44100));
  EXPECT_THAT(stream->samples(), testing::ElementsAre(1, 2));
}

TEST(SoundStream, ARingTakesWhatThePlayerHasPassed) {
  const auto ring = SoundStream::ring(4, kModelRate);
  EXPECT_EQ(ring->append(std::vector{0.f, 1.f, 2.f, 3.f, 4.f, 5.f}), 6u);
  EXPECT_EQ(ring->append(std::vector{6.f, 7.f, 8.f, 9.f}), 2u) << "twice the lead, no more";
  EXPECT_EQ(ring->ahead(), 8u);
  ring->passed(5);
  EXPECT_EQ(ring->ahead(), 3u);
  EXPECT_EQ(ring->append(std::vector{8.f, 9.f, 10.f}), 3u);  // wraps round
  EXPECT_EQ(ring->written(), 11u);
  for (std::size_t i = 5; i < 11; ++i) EXPECT_EQ(ring->at(i), static_cast<float>(i));
}

TEST(SoundStream, ARingGoesOnWithoutEnd) {
  const auto ring = SoundStream::ring(3, kModelRate);
  float next = 0;
  for (int i = 0; i < 1000; ++i) {
    next += static_cast<float>(ring->append(std::vector{next, next + 1}));
    const std::size_t last = ring->written() - 1;
    ASSERT_EQ(ring->at(last), static_cast<float>(last));
    ring->passed(last);
  }
  EXPECT_LE(ring->capacity(), 6u);
}

TEST(SpscQueue, GivesBackInOrderAndSaysWhenFull) {
  SpscQueue<std::unique_ptr<int>, 2> queue;
  std::unique_ptr<int> out;
  EXPECT_FALSE(queue.pop(out));
  for (int round = 0; round < 5; ++round) {  // around the ring more than once
    EXPECT_TRUE(queue.push(std::make_unique<int>(1)));
    EXPECT_TRUE(queue.push(std::make_unique<int>(2)));
    auto third = std::make_unique<int>(3);
    EXPECT_FALSE(queue.push(third));
    EXPECT_NE(third, nullptr) << "what did not fit is still ours";
    ASSERT_TRUE(queue.pop(out));
    EXPECT_EQ(*out, 1);
    ASSERT_TRUE(queue.pop(out));
    EXPECT_EQ(*out, 2);
    EXPECT_FALSE(queue.pop(out));
  }
}

}  // namespace
}  // namespace timbre::audio
