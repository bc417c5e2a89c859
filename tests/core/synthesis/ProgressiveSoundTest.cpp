#include "synthesis/ProgressiveSound.h"

#include <gtest/gtest.h>

#include <thread>

#include "support/Sounds.h"

namespace timbre::synthesis {

TEST(ProgressiveSound, playingStartsOnlyWhenTheRestWillBeThereInTime) {
  const SampleRate rate(16000);
  EXPECT_TRUE(mayBegin(4000, 64000, 32000, rate)) << "twice as fast as it sounds";
  EXPECT_FALSE(mayBegin(1000, 64000, 1e9, rate)) << "60 ms are too little to believe a speed";
  EXPECT_FALSE(mayBegin(16000, 64000, 8000, rate)) << "6 s to go, 4 s to play";
  EXPECT_TRUE(mayBegin(40000, 64000, 8000, rate)) << "3 s to go, 4 s to play";
  EXPECT_FALSE(mayBegin(33000, 64000, 8000, rate)) << "3.9 s to go: too close";
  EXPECT_TRUE(mayBegin(64000, 64000, 0, rate)) << "all there";
  EXPECT_FALSE(mayBegin(8000, 64000, 0, rate)) << "stands still";
}

TEST(ProgressiveSound, isHeardAtTheDevicesRateInFullLength) {
  const auto clip = test::sine(440, 0.5, 16000);
  SynthesisRequest request;
  request.seed = 5;
  const auto sound =
      ProgressiveSound::create(16000, kModelRate, SampleRate(48000), request).value();
  EXPECT_EQ(sound->request(), request);
  for (int at = 0; at < 16000; at += 500) sound->append(clip.samples().subspan(at, 500));
  EXPECT_FALSE(sound->heard()->finished());
  sound->finish();
  sound->finish();  // once more does no harm
  EXPECT_TRUE(sound->heard()->finished());
  EXPECT_EQ(sound->made().samples().size(), 16000u);
  EXPECT_EQ(sound->heard()->samples().size(), 48000u);
}

TEST(ProgressiveSound, isEnoughOnceItIsFinishedThoughItWasCutShort) {
  const auto sound = ProgressiveSound::create(16000, kModelRate, SampleRate(48000), {}).value();
  EXPECT_FALSE(sound->enough()) << "nothing is there";
  sound->append(test::sine(440, 0.5, 500).samples());
  EXPECT_FALSE(sound->enough());
  sound->finish();
  EXPECT_TRUE(sound->enough());
}

TEST(ProgressiveSound, refusesARateThatCannotBeConverted) {
  EXPECT_FALSE(ProgressiveSound::create(16000, kModelRate, SampleRate(0), {}));
}

TEST(ProgressiveSound, isReadWhileItGrows) {
  const auto clip = test::noise(0.5, 64000);
  const auto sound = ProgressiveSound::create(64000, kModelRate, SampleRate(16000), {}).value();
  std::thread maker([&] {
    for (int at = 0; at < 64000; at += 64) sound->append(clip.samples().subspan(at, 64));
    sound->finish();
  });
  std::size_t seen = 0;
  while (!sound->made().finished()) {
    const auto there = sound->made().samples();
    EXPECT_GE(there.size(), seen);
    for (; seen < there.size(); ++seen) ASSERT_EQ(there[seen], clip.samples()[seen]);
    static_cast<void>(sound->enough());
  }
  maker.join();
  EXPECT_EQ(sound->made().samples().size(), 64000u);
}

}  // namespace timbre::synthesis
