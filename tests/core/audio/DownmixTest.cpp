#include "audio/Downmix.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/Sounds.h"

namespace timbre::audio {
namespace {

using testing::ElementsAre;

/// The channels side by side.
std::vector<float> woven(std::initializer_list<AudioClip> channels) {
  std::vector<float> frames;
  for (std::size_t i = 0; i < channels.begin()->samples().size(); ++i)
    for (const AudioClip& channel : channels) frames.push_back(channel.samples()[i]);
  return frames;
}

std::vector<float> weightsFor(std::initializer_list<AudioClip> channels) {
  DownmixAnalyzer study(static_cast<int>(channels.size()));
  const auto frames = woven(channels);
  const std::size_t cut = channels.size() * 333;  // blocks need not be of one size
  study.add(std::span(frames).first(cut));
  study.add(std::span(frames).subspan(cut));
  return study.weights();
}

AudioClip scaled(const AudioClip& clip, float gain) {
  std::vector<float> samples(clip.samples().begin(), clip.samples().end());
  for (float& x : samples) x *= gain;
  return {std::move(samples), clip.rate()};
}

const AudioClip kTone = test::sine(440, 0.5, 4000);

TEST(Downmix, ChannelsAlikeAreFoldedToTheirMean) {
  EXPECT_THAT(weightsFor({kTone, kTone}), ElementsAre(0.5f, 0.5f));
  EXPECT_THAT(weightsFor({kTone, scaled(kTone, 0.2f)}), ElementsAre(0.5f, 0.5f));
}

TEST(Downmix, UnrelatedChannelsAreFoldedToTheirMean) {
  EXPECT_THAT(weightsFor({kTone, test::noise(0.5, 4000)}), ElementsAre(0.5f, 0.5f));
  EXPECT_THAT(weightsFor({kTone, test::silence(4000)}), ElementsAre(0.5f, 0.5f));
}

TEST(Downmix, AChannelOfOppositePhaseIsTurnedOver) {
  EXPECT_THAT(weightsFor({kTone, scaled(kTone, -1)}), ElementsAre(0.5f, -0.5f));
  EXPECT_THAT(weightsFor({scaled(kTone, -0.5f), kTone}), ElementsAre(-0.5f, 0.5f));
}

TEST(Downmix, NoFoldLosesTheSound) {
  // Three tones a third of a turn apart add up to nothing, and turning one over does not help much.
  const auto at = [](double turn) {
    std::vector<float> samples;
    for (int i = 0; i < 4000; ++i)
      samples.push_back(static_cast<float>(0.5 * std::sin(0.3 * i + turn)));
    return AudioClip(std::move(samples), kModelRate);
  };
  const auto third = 2 * std::numbers::pi / 3;
  const std::initializer_list<AudioClip> channels{at(0), at(third), at(2 * third)};
  std::vector<float> mono;
  downmix(woven(channels), weightsFor(channels), mono);
  EXPECT_GT(test::rms(mono), 0.1);  // one of them alone has 0.35
}

TEST(Downmix, SilenceAndManyChannelsAreTakenAsTheyAre) {
  EXPECT_THAT(weightsFor({test::silence(400), test::silence(400)}), ElementsAre(0.5f, 0.5f));
  DownmixAnalyzer many(64);
  many.add(std::vector<float>(64 * 100, 0.25f));
  EXPECT_THAT(many.weights(), testing::Each(1.0f / 64));
}

}  // namespace
}  // namespace timbre::audio
