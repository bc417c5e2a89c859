#include "audio/Player.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "support/Sounds.h"

namespace timbre::audio {
namespace {

constexpr SampleRate kRate{48000};
constexpr int kRise = 96;      // samples of the 2 ms at the start
constexpr int kFall = 240;     // samples of the 5 ms at the end
constexpr int kRefill = 4800;  // samples a growing stream must have

std::shared_ptr<const SoundStream> steady(float level, int samples) {
  return SoundStream::of({std::vector<float>(static_cast<std::size_t>(samples), level), kRate});
}

std::vector<float> rendered(Player& player, int samples, int block = 128) {
  std::vector<float> out(static_cast<std::size_t>(samples),
                         99.0f);  // whatever was there is overwritten
  for (int at = 0; at < samples; at += block)
    player.render(std::span(out).subspan(static_cast<std::size_t>(at),
                                         static_cast<std::size_t>(std::min(block, samples - at))));
  return out;
}

float largestStep(std::span<const float> out) {
  float largest = 0;
  for (std::size_t i = 1; i < out.size(); ++i)
    largest = std::max(largest, std::abs(out[i] - out[i - 1]));
  return largest;
}

TEST(Player, IsSilentWhenIdle) {
  Player player(kRate);
  EXPECT_THAT(rendered(player, 500), testing::Each(0.0f));
  EXPECT_FALSE(player.playing());
  EXPECT_EQ(player.position(), 0u);
}

TEST(Player, TellsThePeakOfWhatWentToTheDeviceOnce) {
  Player player(kRate);
  player.setVolume(0.5f);
  rendered(player, 1000);  // the volume glides there
  EXPECT_EQ(player.takePeak(), 0);
  player.play(steady(0.5f, 2000));
  rendered(player, 1000);
  EXPECT_EQ(player.takePeak(), 0.25f);
  EXPECT_EQ(player.takePeak(), 0);
  rendered(player, 500);
  rendered(player, 1000);  // of both calls, though it ends in silence
  EXPECT_EQ(player.takePeak(), 0.25f);
}

TEST(Player, PlaysEverySampleAsItIsBetweenTheFades) {
  Player player(kRate);
  const auto clip = test::noise(0.9, 2000, kRate);
  player.play(SoundStream::of(clip));
  const auto out = rendered(player, 2500);
  for (std::size_t i = kRise; i + kFall < 2000; ++i) ASSERT_EQ(out[i], clip.samples()[i]) << i;
  EXPECT_LT(std::abs(out[0]), 0.02f);
  EXPECT_LT(std::abs(out[1999]), 0.02f);
  EXPECT_THAT(std::span(out).subspan(2000), testing::Each(0.0f));
}

TEST(Player, TellsWhereItIsAndWhenItHasEnded) {
  Player player(kRate);
  player.play(steady(0.5f, 1000));
  EXPECT_TRUE(player.playing()) << "from play() on, also before the device asks";
  EXPECT_EQ(player.position(), 0u);
  rendered(player, 300);
  EXPECT_EQ(player.position(), 300u);
  EXPECT_TRUE(player.playing());
  rendered(player, 700);
  EXPECT_FALSE(player.playing());
  EXPECT_EQ(player.position(), 1000u);
  player.play(steady(0.5f, 1000), {.from = 600});
  rendered(player, 100);
  EXPECT_EQ(player.position(), 700u);
}

TEST(Player, NothingClicksAtStartStopReplaceAndEnd) {
  Player player(kRate);
  std::vector<float> out{0};
  const auto listen = [&](int samples) {
    for (const float x : rendered(player, samples)) out.push_back(x);
  };
  player.play(steady(0.4f, 100000));
  listen(1000);
  player.play(steady(-0.4f, 100000));
  listen(50);
  player.play(steady(0.4f, 100000));  // while the first is still leaving
  listen(1000);
  player.stop();
  listen(1000);
  EXPECT_EQ(out.back(), 0);
  player.play(steady(0.4f, 1000));
  listen(2000);
  // The steepest: one sound rises in 96 samples while the other, of opposite sign, falls in 240.
  EXPECT_LE(largestStep(out), 0.4f / kRise + 0.4f / kFall + 1e-5f);
  EXPECT_GT(*std::max_element(out.begin(), out.end()), 0.39f);
  EXPECT_LT(*std::min_element(out.begin(), out.end()), -0.3f);
}

TEST(Player, StopIsToldAtOnceAndHeardWithinTheFade) {
  Player player(kRate);
  player.play(steady(0.5f, 100000));
  rendered(player, 1000);
  player.stop();
  EXPECT_FALSE(player.playing());
  const auto out = rendered(player, 1000);
  EXPECT_GT(out[0], 0.45f);
  EXPECT_THAT(std::span(out).subspan(kFall + 1), testing::Each(0.0f));
}

TEST(Player, OfManyWishesTheLastIsPlayed) {
  Player player(kRate);
  for (int i = 0; i < 1000; ++i) player.play(steady(0.001f * static_cast<float>(i), 100000));
  EXPECT_FLOAT_EQ(rendered(player, 1000).back(), 0.999f);
  for (int i = 0; i < 1000; ++i) {
    player.play(steady(0.0005f * static_cast<float>(i + 1), 100000));
    rendered(player, 16, 16);
  }
  EXPECT_FLOAT_EQ(rendered(player, 1000).back(), 0.5f);
}

TEST(Player, ARingIsPlayedRoundAndRoundAsItIs) {
  Player player(kRate);
  const auto ring = SoundStream::ring(1000, kRate);
  const auto clip = test::noise(0.9, 20000, kRate);
  std::size_t written = ring->append(clip.samples().first(1500));
  player.play(ring);
  std::vector<float> heard;
  while (player.playing()) {
    for (const float x : rendered(player, 100)) heard.push_back(x);
    while (ring->ahead() < 1000 && written < clip.samples().size())
      written += ring->append(clip.samples().subspan(written, 100));
    if (written == clip.samples().size()) ring->finish();
  }
  ASSERT_EQ(heard.size(), clip.samples().size());
  for (std::size_t i = kRise; i + kFall < heard.size(); ++i)
    ASSERT_EQ(heard[i], clip.samples()[i]) << i;
  EXPECT_EQ(player.underruns(), 0);
}

TEST(Player, ARingThatRanDryGoesOnWithHalfItsLead) {
  Player player(kRate);
  player.setLoop(true);  // whoever fills a ring decides what comes after the end
  const auto ring = SoundStream::ring(1000, kRate);
  ring->append(std::vector<float>(600, 0.5f));
  player.play(ring);
  const auto dry = rendered(player, 700);
  EXPECT_LE(largestStep(dry), 0.5f / kRise + 1e-5f);
  EXPECT_EQ(player.underruns(), 1);
  ring->append(std::vector<float>(400, 0.5f));
  EXPECT_THAT(rendered(player, 200), testing::Each(0.0f));
  ring->append(std::vector<float>(500, 0.5f));
  EXPECT_EQ(rendered(player, 200).back(), 0.5f);
  ring->finish();
  rendered(player, 1000);
  EXPECT_FALSE(player.playing());
}

TEST(Player, AStreamThatRanDryIsWaitedForInSilence) {
  Player player(kRate);
  const auto stream = std::make_shared<SoundStream>(50000, kRate);
  const std::vector<float> piece(kRefill, 0.5f);
  stream->append(piece);
  player.play(stream);
  auto out = rendered(player, kRefill + 1000);
  EXPECT_EQ(player.position(), static_cast<std::size_t>(kRefill));
  EXPECT_EQ(player.underruns(), 1);
  EXPECT_THAT(std::span(out).subspan(kRefill), testing::Each(0.0f));
  EXPECT_LE(largestStep(out), 0.5f / kRise + 1e-5f) << "going dry must not click";
  EXPECT_TRUE(player.playing());

  stream->append(std::vector<float>(kRefill / 2, 0.5f));  // not enough to begin again
  EXPECT_THAT(rendered(player, 500), testing::Each(0.0f));
  EXPECT_EQ(player.position(), static_cast<std::size_t>(kRefill));
  stream->append(std::vector<float>(kRefill / 2, 0.5f));
  out = rendered(player, 500);
  EXPECT_EQ(out.back(), 0.5f);
  EXPECT_EQ(player.position(), static_cast<std::size_t>(kRefill + 500));
  EXPECT_EQ(player.underruns(), 1);
}

TEST(Player, AFinishedStreamIsPlayedHoweverShort) {
  Player player(kRate);
  const auto stream = std::make_shared<SoundStream>(1000, kRate);
  stream->append(std::vector<float>(500, 0.5f));
  player.play(stream);
  EXPECT_THAT(rendered(player, 500), testing::Each(0.0f))
      << "too little to start with, and more may come";
  stream->finish();
  EXPECT_GT(rendered(player, 500)[200], 0.4f);
  EXPECT_FALSE(player.playing());
  EXPECT_EQ(player.underruns(), 0);
}

TEST(Player, ASoundOfNoSamplesEndsAtOnceAlsoInALoop) {
  Player player(kRate);
  player.setLoop(true);
  player.play(steady(0, 0));
  EXPECT_THAT(rendered(player, 500), testing::Each(0.0f));
  EXPECT_FALSE(player.playing());
}

TEST(Player, StartingBehindTheEndIsTheEnd) {
  Player player(kRate);
  player.play(steady(0.5f, 100), {.from = 5000});
  EXPECT_THAT(rendered(player, 500), testing::Each(0.0f));
  EXPECT_FALSE(player.playing());
}

TEST(Player, ALoopBeginsAgainUntilItIsTakenOff) {
  Player player(kRate);
  player.setLoop(true);
  player.play(steady(0.5f, 1000));
  const auto out = rendered(player, 10500);
  EXPECT_TRUE(player.playing());
  EXPECT_EQ(player.position(), 500u);
  EXPECT_FLOAT_EQ(out[10400], 0.5f);
  EXPECT_LE(largestStep(out), 0.5f / kRise + 1e-5f);
  player.setLoop(false);
  rendered(player, 500);
  EXPECT_FALSE(player.playing());
}

/// Samples that say where they are: sample i is i / 2^20.
std::shared_ptr<const SoundStream> counting(int samples, float sign = 1) {
  std::vector<float> count(static_cast<std::size_t>(samples));
  for (std::size_t i = 0; i < count.size(); ++i)
    count[i] = sign * static_cast<float>(i) / (1 << 20);
  return SoundStream::of({count, kRate});
}

TEST(Player, ASoundTakesOverInPlaceAtTheVerySample) {
  constexpr int kCrossfade = 720;  // 15 ms
  Player player(kRate);
  player.play(counting(100000));
  rendered(player, 5000);
  player.play(counting(100000, -1), {.inPlace = true});
  const auto out = rendered(player, 5000);
  // In the middle of the crossfade the two, of opposite sign and the same place, cancel.
  EXPECT_NEAR(out[kCrossfade / 2] * (1 << 20), 0, 30);
  for (std::size_t i = kCrossfade; i < out.size(); ++i)
    ASSERT_EQ(out[i], -static_cast<float>(5000 + i) / (1 << 20)) << i;
  EXPECT_EQ(player.position(), 10000u);
}

TEST(Player, ACrossfadeWithItselfIsNotHeard) {
  Player player(kRate);
  player.play(counting(100000));
  rendered(player, 5000);
  player.play(counting(100000), {.inPlace = true});
  const auto out = rendered(player, 2000);
  for (std::size_t i = 0; i < out.size(); ++i)
    ASSERT_NEAR(out[i], static_cast<float>(5000 + i) / (1 << 20), 1e-4) << i;
}

TEST(Player, TakingOverFromNothingBeginsWhereItIsTold) {
  Player player(kRate);
  player.play(counting(100000), {.from = 3000, .inPlace = true});
  rendered(player, 100);
  EXPECT_EQ(player.position(), 3100u);
  player.stop();
  rendered(player, 1000);
  player.play(counting(100000), {.from = 3000, .inPlace = true});
  rendered(player, 100);
  EXPECT_EQ(player.position(), 3100u);
}

TEST(Player, ItsGainIsTheSoundsAlone) {
  Player player(kRate);
  player.play(steady(0.8f, 100000), {.gain = 0.25f});
  EXPECT_FLOAT_EQ(rendered(player, 1000).back(), 0.2f);
  player.play(steady(0.8f, 100000), {.inPlace = true});
  const auto out = rendered(player, 2000);
  EXPECT_FLOAT_EQ(out.back(), 0.8f);
  EXPECT_LT(largestStep(out), 0.002f);
}

TEST(Player, ARegionIsPlayedRoundAndRoundWithoutAClick) {
  Player player(kRate);
  player.play(steady(0.5f, 100000), {.from = 20000});
  player.setLoopRegion(SampleRange{20000, 24800});
  const auto out = rendered(player, 5 * 4800);
  EXPECT_LT(largestStep(out), 0.5f / kRise + 0.001f);
  EXPECT_EQ(player.position(), 24800u);
  EXPECT_TRUE(player.playing());
  player.setLoopRegion({});
  rendered(player, 80000);
  EXPECT_FALSE(player.playing()) << "without its region it goes on to the end";
}

TEST(Player, ARegionKeepsWhatTakesOverAndLetsGoOfWhatIsBeyondIt) {
  Player player(kRate);
  player.play(steady(0.5f, 100000), {.from = 21000});
  player.setLoopRegion(SampleRange{20000, 24800});
  rendered(player, 2000);
  player.play(steady(0.5f, 100000), {.inPlace = true});
  rendered(player, 1800);
  EXPECT_EQ(player.position(), 24800u);
  rendered(player, 100);
  EXPECT_EQ(player.position(), 20100u);
  player.play(steady(0.5f, 50000), {.from = 30000});
  rendered(player, 20000);
  EXPECT_TRUE(player.playing());
  rendered(player, 100);
  EXPECT_EQ(player.position(), 20100u) << "at its end it begins again with the region";
}

TEST(Player, NeverGoesBeyondFullScaleAndLeavesTheRestAlone) {
  Player player(kRate);
  player.play(SoundStream::of(test::sine(1000, 4, 48000, kRate)));
  for (const float x : rendered(player, 48000)) {
    ASSERT_LE(std::abs(x), 1.0f);
  }
  // Two sounds at once, each at full scale.
  player.play(steady(1, 48000));
  rendered(player, 1000);
  player.play(steady(1, 48000));
  for (const float x : rendered(player, 1000)) ASSERT_LE(std::abs(x), 1.0f);
}

TEST(Player, SamplesThatAreNoNumbersAreNotPassedOn) {
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  Player player(kRate);
  std::vector<float> samples(3000, 0.5f);
  samples[1000] = std::numeric_limits<float>::quiet_NaN();
  samples[1001] = kInfinity;
  samples[1002] = -3e38f;
  player.play(SoundStream::of({samples, kRate}));
  const auto out = rendered(player, 2000);
  for (const float x : out) ASSERT_LE(std::abs(x), 1.0f);  // false for NaN, too
  EXPECT_EQ(out[1500], 0.5f) << "and the sound goes on unharmed";
}

TEST(Player, VolumeGlidesToWhatIsAsked) {
  Player player(kRate);
  player.play(steady(0.8f, 100000));
  rendered(player, 1000);
  player.setVolume(0.25f);
  const auto out = rendered(player, 1000);
  EXPECT_FLOAT_EQ(out.back(), 0.2f);
  EXPECT_LE(largestStep(out), 0.8f / kFall + 1e-5f);
  player.setVolume(7);  // clamped to 1
  EXPECT_FLOAT_EQ(rendered(player, 1000).back(), 0.8f);
  player.setVolume(std::numeric_limits<float>::quiet_NaN());
  EXPECT_EQ(rendered(player, 1000).back(), 0.0f);
}

TEST(Player, LetsGoOfWhatItNoLongerPlays) {
  std::weak_ptr<const SoundStream> first;
  {
    Player player(kRate);
    auto stream = steady(0.5f, 100000);
    first = stream;
    player.play(std::move(stream));
    rendered(player, 100);
    player.play(steady(0.5f, 100000));
    rendered(player, 1000);
    EXPECT_FALSE(first.expired()) << "the audio thread frees nothing";
    player.stop();
    EXPECT_TRUE(first.expired()) << "the owner does, at its next call";
    first = [&] {
      auto last = steady(0.5f, 100);
      player.play(last);
      return std::weak_ptr<const SoundStream>(last);
    }();
    EXPECT_FALSE(first.expired());
  }
  EXPECT_TRUE(first.expired()) << "nothing outlives the player";
}

}  // namespace
}  // namespace timbre::audio
