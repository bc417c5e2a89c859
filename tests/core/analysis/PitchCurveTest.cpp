#include "analysis/PitchCurve.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "support/Impatient.h"
#include "support/Sounds.h"

namespace timbre::analysis {
namespace {

/// Six partials about `hertz`, bent as a vibrato bends them.
audio::AudioClip voice(double hertz, double turns, double cents, double hiss = 0) {
  std::vector<float> sum(kNoteSamples);
  const auto noise = test::noise(hiss, kNoteSamples);
  double phase = 0;
  for (std::size_t i = 0; i < sum.size(); ++i) {
    const double seconds = static_cast<double>(i) / 16000;
    const double bend = cents * std::sin(2 * std::numbers::pi * turns * seconds);
    phase += 2 * std::numbers::pi * hertz * std::exp2(bend / 1200) / 16000;
    for (int n = 1; n <= 6 && n * hertz < 7500; ++n)
      sum[i] += static_cast<float>(0.2 / n * std::sin(n * phase));
    sum[i] += noise.samples()[i];
  }
  return {std::move(sum), kModelRate};
}

PitchCurve curveOf(const audio::AudioClip& clip) {
  Unwatched watcher;
  return pitchCurve(clip, watcher).value();
}

TEST(PitchCurve, FollowsASteadyNoteWithinACent) {
  for (const double hertz : {55.0, 184.3, 440.0, 1760.0, 3520.0}) {
    const auto curve = curveOf(voice(hertz, 5, 0));
    ASSERT_GT(curve.points.size(), 400u);
    for (const auto& point : curve.points) {
      ASSERT_GT(point.hertz, 0) << hertz << " Hz at " << point.seconds;
      EXPECT_NEAR(1200 * std::log2(point.hertz / hertz), 0, 2) << hertz;
      EXPECT_GT(point.confidence, 0.98);
    }
    EXPECT_FALSE(curve.vibrato) << hertz;
  }
}

TEST(PitchCurve, MeasuresAVibrato) {
  for (const double hertz : {110.0, 330.0, 880.0}) {
    const auto curve = curveOf(voice(hertz, 5, 40));
    ASSERT_TRUE(curve.vibrato) << hertz;
    EXPECT_NEAR(curve.vibrato->hertz, 5, 0.05) << hertz;
    EXPECT_NEAR(curve.vibrato->cents, 40, 2) << hertz;
    // Where it is highest: a quarter of a turn after two seconds.
    const auto highest = std::ranges::max_element(curve.points, {}, [](const PitchPoint& p) {
      return std::abs(p.seconds - 2.05) < 0.1 ? p.hertz : 0;
    });
    EXPECT_NEAR(highest->seconds, 2.05, 0.012) << hertz;
  }
}

TEST(PitchCurve, MeasuresAVibratoInNoise) {
  const auto curve = curveOf(voice(440, 6.2, 25, 0.02));
  ASSERT_TRUE(curve.vibrato);
  EXPECT_NEAR(curve.vibrato->hertz, 6.2, 0.1);
  EXPECT_NEAR(curve.vibrato->cents, 25, 2);
}

TEST(PitchCurve, FindsNoneInNoiseAndSilence) {
  EXPECT_EQ(curveOf(test::silence(kNoteSamples)).medianHertz, 0);
  EXPECT_EQ(curveOf(test::noise(0.5, kNoteSamples)).medianHertz, 0);
  EXPECT_TRUE(curveOf(audio::AudioClip()).points.empty());
  EXPECT_TRUE(curveOf(test::sine(440, 0.5, 100)).points.empty());
}

TEST(PitchCurve, StopsWhereTheSoundDoes) {
  auto samples = std::vector<float>(kNoteSamples);
  const auto tone = voice(220, 5, 0);
  std::copy_n(tone.samples().begin(), 32000, samples.begin());
  const auto curve = curveOf({std::move(samples), kModelRate});
  for (const auto& point : curve.points) {
    if (point.seconds > 2.05) {
      EXPECT_EQ(point.hertz, 0) << point.seconds;
    }
    if (point.seconds < 1.95) {
      EXPECT_NEAR(point.hertz, 220, 0.3) << point.seconds;
    }
  }
}

TEST(PitchCurve, CanBeCancelled) {
  test::Impatient impatient(3);
  const auto none = pitchCurve(voice(220, 5, 0), impatient);
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, ErrorCode::Cancelled);
}

}  // namespace
}  // namespace timbre::analysis
