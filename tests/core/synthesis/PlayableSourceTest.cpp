#include "synthesis/PlayableSource.h"

#include <gtest/gtest.h>

#include "support/Sounds.h"

namespace timbre::synthesis {
namespace {

const SampleRate kDevice(48000);

RenderedSound sound() {
  RenderedSound made{test::sine(440, 0.3, 16000), {}};
  made.request.seed = 7;
  return made;
}

}  // namespace

TEST(PlayableSource, aFinishedSoundIsConvertedOnceForEachDevice) {
  const auto source = sourceOf(sound());
  ASSERT_TRUE(source->finished());
  EXPECT_EQ(source->finished()->request.seed, 7u);
  EXPECT_FALSE(source->prepared(kDevice));
  EXPECT_EQ(source->open(kDevice), nullptr);
  ASSERT_TRUE(source->prepare(kDevice));
  ASSERT_TRUE(source->prepared(kDevice));
  const auto first = source->open(kDevice), second = source->open(kDevice);
  ASSERT_TRUE(first && second);
  EXPECT_EQ(first->stream(), second->stream());
  EXPECT_EQ(first->stream()->written(), 48000u);
  EXPECT_TRUE(first->stream()->finished());
  EXPECT_EQ(first->period(), 0);
  EXPECT_FALSE(source->prepared(SampleRate(44100)));
  ASSERT_TRUE(source->prepare(SampleRate(44100)));
  EXPECT_EQ(source->open(SampleRate(44100))->stream()->written(), 44100u);
  EXPECT_EQ(first->stream()->written(), 48000u) << "what plays goes on";
}

TEST(PlayableSource, aRateThatCannotBeConvertedIsRefused) {
  const auto source = sourceOf(sound());
  EXPECT_EQ(source->prepare(SampleRate(0)).error().code, ErrorCode::Unsupported);
  EXPECT_EQ(source->open(SampleRate(0)), nullptr);
}

TEST(PlayableSource, aGrowingSoundIsHeardOnceThereIsEnoughOfIt) {
  const auto growing = ProgressiveSound::create(16000, kModelRate, kDevice, {}).value();
  const auto source = sourceOf(std::shared_ptr<const ProgressiveSound>(growing));
  EXPECT_TRUE(source->prepared(kDevice));
  EXPECT_FALSE(source->finished());
  const auto playing = source->open(kDevice);
  ASSERT_TRUE(playing);
  EXPECT_EQ(playing->stream(), nullptr);
  growing->append(test::sine(440, 0.5, 16000).samples());
  growing->finish();
  EXPECT_EQ(playing->stream(), growing->heard());
}

TEST(PlayableSource, aGrowingSoundIsForOneDevice) {
  const auto growing = ProgressiveSound::create(16000, kModelRate, kDevice, {}).value();
  const auto source = sourceOf(std::shared_ptr<const ProgressiveSound>(growing));
  EXPECT_EQ(source->open(SampleRate(44100)), nullptr);
}

}  // namespace timbre::synthesis
