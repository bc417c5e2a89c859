#include "importing/PitchChanges.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "support/Sounds.h"

namespace timbre::importing {
namespace {

/// Two seconds; `key(t)` in MIDI, partials that fall by `tilt` from one to the next.
template <class Key>
std::vector<double> changesOf(const Key& key, double tilt = 0.6, int rate = 16000) {
  std::vector<float> samples(static_cast<std::size_t>(2 * rate));
  double phase = 0;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const double hertz = frequencyOf(MidiPitch(key(static_cast<double>(i) / rate)));
    phase += 2 * std::numbers::pi * hertz / rate;
    double x = 0;
    for (int n = 1; n <= 8 && n * hertz < 0.45 * rate; ++n)
      x += std::pow(tilt, n - 1) * std::sin(n * phase);
    samples[i] = static_cast<float>(0.2 * x);
  }
  PitchChanges changes(SampleRate(rate), 1);
  for (std::size_t at = 0; at < samples.size(); at += 4000)
    changes.add(std::span(samples).subspan(at, std::min<std::size_t>(4000, samples.size() - at)));
  return changes.times();
}

TEST(PitchChanges, ANewPitchIsFoundWhereItBegins) {
  for (const int rate : {16000, 44100})
    for (const double key : {36.0, 52.0, 76.0})
      for (const double step : {-12.0, -2.0, 1.0, 7.0, 12.0}) {
        const auto found =
            changesOf([&](double t) { return t < 1.007 ? key : key + step; }, 0.6, rate);
        ASSERT_EQ(found.size(), 1u) << key << ' ' << step << ' ' << rate;
        EXPECT_NEAR(found[0], 1.007, 0.05) << key << ' ' << step << ' ' << rate;
      }
}

TEST(PitchChanges, EveryNoteOfALegatoScaleIsFound) {
  const auto found = changesOf([](double t) { return 60 + 2 * std::floor(t * 4); });
  EXPECT_EQ(found.size(), 7u);
}

TEST(PitchChanges, AHeldNoteHasNone) {
  for (const double key : {28.0, 57.0, 84.0})
    for (const double tilt : {0.0, 0.4, 0.95})
      EXPECT_TRUE(changesOf([&](double) { return key; }, tilt).empty()) << key << ' ' << tilt;
}

TEST(PitchChanges, VibratoIsNone) {
  for (const double rate : {3.0, 4.0, 5.0, 6.5, 8.0})
    for (const double depth : {0.2, 0.5, 1.0})
      EXPECT_TRUE(changesOf([&](double t) {
                    return 57 + depth * std::sin(2 * std::numbers::pi * rate * t);
                  }).empty())
          << rate << " Hz, " << depth;
}

TEST(PitchChanges, AGlideIsNone) {
  EXPECT_TRUE(changesOf([](double t) { return 57 + 2 * t; }).empty());
}

TEST(PitchChanges, NoiseHasNone) {
  PitchChanges changes(kModelRate, 1);
  changes.add(test::noise(0.5, 32000).samples());
  EXPECT_TRUE(changes.times().empty());
}

TEST(PitchChanges, TheLoudestChannelIsHeard) {
  std::vector<float> frames;
  const auto low = test::sine(220, 0.5, 16000), high = test::sine(330, 0.5, 16000);
  for (const auto& sound : {low, high})
    for (const float x : sound.samples()) frames.insert(frames.end(), {0.01f * x, x, -x});
  PitchChanges changes(kModelRate, 3);
  changes.add(frames);
  EXPECT_EQ(changes.times().size(), 1u);
}

}  // namespace
}  // namespace timbre::importing
