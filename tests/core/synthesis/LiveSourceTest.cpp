#include "synthesis/LiveSource.h"

#include <chrono>
#include <functional>
#include <thread>

#include "support/SynthesisFixture.h"

namespace timbre::synthesis {
namespace {

const SampleRate kDevice(48000);

class LiveSourceTest : public test::SynthesisFixture {
 protected:
  void SetUp() override {
    SynthesisFixture::SetUp();
    tuning_->live = true;
    service_ = service();
  }
  std::shared_ptr<LiveSource> source(double timbre = 0) {
    return service_->live(morph(timbre), quiet_).value();
  }
  static bool within10s(const std::function<bool()>& happens) {
    for (int i = 0; i < 5000; ++i) {
      if (happens()) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    return false;
  }
  /// As a device that plays faster than any, until `stop`.
  static bool plays(const Playback& playing, const std::function<bool()>& stop) {
    return within10s([&] {
      if (const auto heard = playing.stream()) heard->passed(heard->written());
      return stop();
    });
  }

  std::unique_ptr<SynthesisService> service_;
};

}  // namespace

TEST_F(LiveSourceTest, playsANoteThatEnds) {
  const auto live = source();
  EXPECT_TRUE(live->fastEnough());
  EXPECT_FALSE(live->sounding());
  const auto playing = live->open(kDevice);
  ASSERT_TRUE(playing);
  EXPECT_NEAR(playing->period(), 4, 1e-9);
  EXPECT_TRUE(live->sounding());
  ASSERT_TRUE(plays(*playing, [&] { return !live->sounding(); }));
  EXPECT_EQ(playing->stream()->written(), 3u * kNoteSamples);
}

TEST_F(LiveSourceTest, playsOnceAtATime) {
  const auto live = source();
  auto first = live->open(kDevice);
  ASSERT_TRUE(first);
  EXPECT_EQ(live->open(kDevice), nullptr);
  first.reset();
  EXPECT_FALSE(live->sounding());
  EXPECT_TRUE(live->open(kDevice));
}

TEST_F(LiveSourceTest, followsTheSlidersWhetherItPlaysOrNot) {
  const auto live = source(0);
  const float loud = tuning_->told;
  live->follow(morph(0.5));
  EXPECT_EQ(tuning_->told, loud) << "nobody hears it";
  auto playing = live->open(kDevice);
  ASSERT_TRUE(playing);
  const float between = tuning_->told;
  EXPECT_LT(between, loud) << "the flute is softer";
  live->follow(morph(1));
  EXPECT_LT(tuning_->told, between) << "at once";
}

TEST_F(LiveSourceTest, goesRoundAsLongAsItIsTold) {
  const auto live = source();
  live->repeat(true);
  const auto playing = live->open(kDevice);
  ASSERT_TRUE(playing);
  ASSERT_TRUE(plays(*playing, [&] {
    return playing->stream() && playing->stream()->written() > 3u * kNoteSamples + 1000;
  }));
  EXPECT_TRUE(live->sounding());
  live->repeat(false);
  ASSERT_TRUE(plays(*playing, [&] { return !live->sounding(); }));
  EXPECT_EQ(playing->stream()->written() % (3u * kNoteSamples), 0u) << "to the end of a round";
}

TEST_F(LiveSourceTest, holdsTheFinishedSoundUntilASliderMoves) {
  const auto live = source();
  EXPECT_EQ(live->finished(), nullptr);
  live->setFinished({test::sine(440, 0.5f, 100), {}});
  ASSERT_TRUE(live->finished());
  live->follow(morph(0.3));
  EXPECT_EQ(live->finished(), nullptr);
}

TEST_F(LiveSourceTest, knowsWhenTheMachineIsTooSlow) {
  tuning_->msPerFrame = 40;  // 32 ms would be real time
  const auto live = source();
  EXPECT_LT(live->speed().reached, 1);
  EXPECT_GT(live->speed().reached, 0);
  EXPECT_GE(live->speed().alone, live->speed().reached);
  EXPECT_FALSE(live->fastEnough());
  EXPECT_FALSE(live->heldUp()) << "it sleeps: nobody else has its core";
}

TEST_F(LiveSourceTest, aModelThatMakesANoteInOnePieceHasNone) {
  auto request = morph(0);
  request.model = test::fakeCard("baseline");
  EXPECT_EQ(service_->live(request, quiet_).error().code, ErrorCode::Unsupported);
}

}  // namespace timbre::synthesis
