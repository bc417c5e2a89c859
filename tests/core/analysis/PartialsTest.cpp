#include "analysis/Partials.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "support/Sounds.h"

namespace timbre::analysis {
namespace {

struct Planted {
  double hertz, amplitude, decaySeconds;  // 0: does not decay
};

audio::AudioClip soundOf(const std::vector<Planted>& partials) {
  std::vector<float> samples(static_cast<std::size_t>(kNoteSamples));
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const double t = static_cast<double>(i) / kModelRate.hz;
    double sum = 0;
    for (const auto& p : partials)
      sum += p.amplitude * std::sin(2 * std::numbers::pi * p.hertz * t + p.hertz) *
             (p.decaySeconds > 0 ? std::pow(10, -3 * t / p.decaySeconds) : 1);
    samples[i] = static_cast<float>(sum);
  }
  return {std::move(samples), kModelRate};
}

}  // namespace

TEST(Partials, ofASteadyA4AreMeasuredWithinACentAndHalfADecibel) {
  const std::vector<Planted> planted{{440 * std::exp2(3.0 / 1200), 0.3, 0},
                                     {880, 0.1, 0},
                                     {1320 * std::exp2(-7.0 / 1200), 0.03, 0},
                                     {1760 * std::exp2(12.0 / 1200), 0.01, 0},
                                     {2200, 0.003, 0}};
  const auto table = partialsOf(soundOf(planted), MidiPitch(69));
  ASSERT_TRUE(table) << table.error().message;
  ASSERT_EQ(table->partials.size(), planted.size());
  for (std::size_t i = 0; i < planted.size(); ++i) {
    const auto& p = table->partials[i];
    EXPECT_EQ(p.number, static_cast<int>(i) + 1);
    EXPECT_NEAR(1200 * std::log2(p.hertz / planted[i].hertz), 0, 0.1);
    EXPECT_NEAR(p.cents, 1200 * std::log2(planted[i].hertz / (440 * p.number)), 0.1);
    EXPECT_NEAR(p.levelDb, 20 * std::log10(planted[i].amplitude), 0.1);
    EXPECT_FALSE(p.decaySeconds) << *p.decaySeconds;
  }
}

TEST(Partials, ofAStiffStringGiveItsInharmonicityAndDecays) {
  constexpr double kStiffness = 4e-4;
  std::vector<Planted> planted;
  for (int n = 1; n <= 10; ++n)
    planted.push_back({n * 220 * std::sqrt(1 + kStiffness * n * n), 0.2 / n, 8.0 / n});
  const auto table = partialsOf(soundOf(planted), MidiPitch(57));
  ASSERT_TRUE(table);
  ASSERT_GE(table->partials.size(), 8u);
  EXPECT_NEAR(table->inharmonicity, kStiffness, 0.02 * kStiffness);
  EXPECT_NEAR(table->fundamental, 220, 0.05);
  for (std::size_t i = 0; i < 6; ++i) {
    ASSERT_TRUE(table->partials[i].decaySeconds);
    EXPECT_NEAR(*table->partials[i].decaySeconds, planted[i].decaySeconds,
                0.03 * planted[i].decaySeconds);
  }
}

TEST(Partials, ofTheLowestKeyAreTheirs) {
  std::vector<Planted> planted;
  for (int n = 1; n <= 12; ++n) planted.push_back({27.5 * n, n == 1 ? 0.001 : 0.1, 0});
  const auto table = partialsOf(soundOf(planted), MidiPitch(21));
  ASSERT_TRUE(table);
  ASSERT_EQ(table->partials.size(), 12u);
  for (const auto& p : table->partials) EXPECT_NEAR(p.hertz, 27.5 * p.number, 0.01);
}

TEST(Partials, ofSilenceAreAFailure) {
  EXPECT_FALSE(partialsOf(test::silence(kNoteSamples), MidiPitch(69)));
  EXPECT_FALSE(partialsOf({}, MidiPitch(69)));
}

}  // namespace timbre::analysis
