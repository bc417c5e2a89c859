#include "spectral/MaskedSound.h"

#include <gtest/gtest.h>

#include "support/Impatient.h"
#include "support/Sounds.h"

namespace timbre::spectral {
namespace {

constexpr double kFundamental = 220;

/// Ten partials, partial n with the amplitude 0.4 / n.
audio::AudioClip tone(double fundamental = kFundamental) {
  std::vector<float> sum(kNoteSamples);
  for (int n = 1; n <= 10; ++n) {
    const auto one = test::sine(n * fundamental, 0.4 / n, kNoteSamples);
    for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += one.samples()[i];
  }
  return {std::move(sum), kModelRate};
}

SoundBox partial(int n, double fundamental = kFundamental) {
  return {0, 4, (n - 0.45) * fundamental, (n + 0.45) * fundamental};
}

/// Away from the fades and the ends, where the sound is not steady.
std::span<const float> middle(const audio::AudioClip& clip) {
  return clip.samples().subspan(16000, 32000);
}

TEST(MaskedSound, KeepsOnePartialAndRemovesTheOthers) {
  for (const double fundamental : {55.0, 220.0, 700.0}) {
    Unwatched watcher;
    const auto clip = tone(fundamental);
    const auto alone = maskedSound(clip, partial(3, fundamental), watcher);
    ASSERT_TRUE(alone);
    ASSERT_EQ(alone->samples().size(), clip.samples().size());
    for (int n = 1; n <= 10; ++n) {
      const double before = test::amplitudeAt(middle(clip), n * fundamental, kModelRate);
      const double after = test::amplitudeAt(middle(*alone), n * fundamental, kModelRate);
      if (n == 3) {
        EXPECT_NEAR(decibels(after / before), 0, 0.5) << fundamental;
      } else {
        EXPECT_LT(decibels(after / before), -40) << fundamental << " Hz, partial " << n;
      }
    }
  }
}

TEST(MaskedSound, KeepsThePhase) {
  Unwatched watcher;
  const auto alone = maskedSound(tone(), partial(1), watcher);
  ASSERT_TRUE(alone);
  const auto alike = test::sine(kFundamental, 0.4, kNoteSamples);
  std::vector<float> off(32000);
  for (std::size_t i = 0; i < off.size(); ++i) off[i] = middle(*alone)[i] - middle(alike)[i];
  EXPECT_LT(decibels(test::rms(off) / test::rms(middle(alike))), -35);
}

TEST(MaskedSound, IsAsLongAsItsBox) {
  Unwatched watcher;
  const auto part = maskedSound(tone(), {1, 1.5, 0, 8000}, watcher);
  ASSERT_TRUE(part);
  EXPECT_EQ(part->samples().size(), 8000u);
  EXPECT_LT(std::abs(part->samples().front()), 0.02);  // faded in
  // The whole band: the sound itself.
  for (const std::size_t i : {200u, 4000u, 7800u})
    EXPECT_NEAR(part->samples()[i], tone().samples()[16000 + i], 1e-4);
}

TEST(MaskedSound, RefusesABoxThatHoldsNothing) {
  Unwatched watcher;
  for (const SoundBox& box : {SoundBox{1, 1, 100, 200}, SoundBox{1, 2, 200, 200},
                              SoundBox{5, 6, 100, 200}, SoundBox{0, 1, 9000, 9500}}) {
    const auto none = maskedSound(tone(), box, watcher);
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().code, ErrorCode::Unsupported);
  }
  EXPECT_FALSE(maskedSound(audio::AudioClip(), {0, 1, 1, 2}, watcher));
}

TEST(MaskedSound, CanBeCancelled) {
  test::Impatient impatient(1);
  const auto none = maskedSound(tone(), partial(1), impatient);
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, ErrorCode::Cancelled);
}

}  // namespace
}  // namespace timbre::spectral
