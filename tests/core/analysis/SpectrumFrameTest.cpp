#include "analysis/SpectrumFrame.h"

#include <gtest/gtest.h>

#include <cmath>

#include "support/Sounds.h"

namespace timbre::analysis {
namespace {

/// A stiff string: partial n at n f0 sqrt(1 + B n^2) with the amplitude 0.3 / n.
audio::AudioClip stiffString(double fundamental, double inharmonicity, int partials,
                             double hiss = 0) {
  std::vector<float> sum(kNoteSamples);
  for (int n = 1; n <= partials; ++n) {
    const double hertz = n * fundamental * std::sqrt(1 + inharmonicity * n * n);
    if (hertz >= 7800) break;
    const auto one = test::sine(hertz, 0.3 / n, kNoteSamples);
    for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += one.samples()[i];
  }
  if (hiss > 0) {
    const auto noise = test::noise(hiss, kNoteSamples);
    for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += noise.samples()[i];
  }
  return {std::move(sum), kModelRate};
}

double centsBetween(double one, double other) {
  return 1200 * std::log2(one / other);
}

TEST(SpectrumFrame, GivesASineItsLevelAndFrequency) {
  for (const double hertz : {100.0, 440.3, 3001.7}) {
    const auto frame = spectrumAt(test::sine(hertz, 0.1, kNoteSamples), 2).value();
    const auto peaks = peaksOf(frame);
    ASSERT_EQ(peaks.size(), 1u) << hertz;
    EXPECT_NEAR(peaks[0].hertz, hertz, 0.02);
    EXPECT_NEAR(peaks[0].levelDb, -20, 0.05);
    EXPECT_NEAR(frame.levelAt(hertz), -20, 0.1);
  }
}

TEST(SpectrumFrame, TheCombReadsTheFundamentalWithinACent) {
  for (const double fundamental : {41.2, 65.4, 184.3, 440.0, 1234.5}) {
    const auto frame = spectrumAt(stiffString(fundamental, 0, 12), 2).value();
    for (const double start : {fundamental * 0.97, fundamental * 1.03}) {
      const auto comb = snapComb(frame, start);
      ASSERT_TRUE(comb) << fundamental;
      EXPECT_NEAR(centsBetween(comb->fundamental, fundamental), 0, 1) << fundamental;
      EXPECT_NEAR(comb->inharmonicity, 0, 2e-6) << fundamental;
    }
  }
}

TEST(SpectrumFrame, TheCombFollowsAStiffString) {
  for (const double inharmonicity : {0.0001, 0.0004, 0.001}) {
    const auto frame = spectrumAt(stiffString(110, inharmonicity, 25), 1.5).value();
    const auto comb = snapComb(frame, 112);
    ASSERT_TRUE(comb);
    EXPECT_NEAR(centsBetween(comb->fundamental, 110), 0, 2);
    EXPECT_NEAR(comb->inharmonicity, inharmonicity, 0.02 * inharmonicity);
    ASSERT_GE(comb->partials.size(), 20u);
    const CombPartial& tenth = comb->partials[9];
    EXPECT_EQ(tenth.number, 10);
    EXPECT_NEAR(tenth.hertz, 1100 * std::sqrt(1 + inharmonicity * 100), 0.1);
    EXPECT_NEAR(tenth.cents, 600 * std::log2(1 + inharmonicity * 100), 3);
    EXPECT_NEAR(tenth.levelDb, decibels(0.03), 0.3);
  }
}

TEST(SpectrumFrame, TheCombStandsInNoise) {
  // 20 dB below the tone.
  const auto frame = spectrumAt(stiffString(220, 0.0002, 15, 0.05), 2).value();
  const auto comb = snapComb(frame, 225);
  ASSERT_TRUE(comb);
  EXPECT_NEAR(centsBetween(comb->fundamental, 220), 0, 5);
}

TEST(SpectrumFrame, AnUnsnappedCombStaysWhereItIs) {
  const auto frame = spectrumAt(stiffString(220, 0, 5), 2).value();
  const auto comb = combAt(frame, 223);
  EXPECT_DOUBLE_EQ(comb.fundamental, 223);
  ASSERT_FALSE(comb.partials.empty());
  EXPECT_NEAR(comb.partials[0].cents, centsBetween(220, 223), 0.5);
}

TEST(SpectrumFrame, SilenceHasNoPeaksAndNoComb) {
  const auto frame = spectrumAt(test::silence(kNoteSamples), 1).value();
  EXPECT_TRUE(peaksOf(frame).empty());
  EXPECT_FALSE(snapComb(frame, 440));
  EXPECT_FALSE(snapComb(SpectrumFrame{}, 440));
  EXPECT_FALSE(snapComb(frame, -1));
}

TEST(SpectrumFrame, LooksBeyondTheEndsAndRefusesBadParameters) {
  const auto clip = test::sine(440, 0.5, 1600);
  EXPECT_TRUE(spectrumAt(clip, -3));
  EXPECT_TRUE(peaksOf(spectrumAt(clip, 9).value()).empty());
  EXPECT_FALSE(spectrumAt(audio::AudioClip(), 0));
  EXPECT_FALSE(spectrumAt(clip, 0, {.windowSeconds = 0}));
  EXPECT_FALSE(spectrumAt(clip, 0, {.padding = 17}));
}

}  // namespace
}  // namespace timbre::analysis
