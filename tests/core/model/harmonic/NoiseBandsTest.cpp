#include "model/harmonic/NoiseBands.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "support/Spectrum.h"

namespace timbre::model::harmonic {
namespace {

std::vector<float> played(NoiseBands& noise, const NoiseBands::Levels& levels, double rate,
                          double seconds) {
  std::vector<float> out;
  noise.begin(levels);
  while (static_cast<double>(out.size()) < seconds * rate) {
    const auto at = out.size();
    out.resize(at + static_cast<std::size_t>(noise.hop()));
    noise.add(levels, std::span(out).subspan(at));
  }
  return out;
}

/// dB in 62.5 Hz about `hertz`: mean square in a hundred places of that band.
double densityAt(const std::vector<float>& x, double hertz, double rate) {
  const std::size_t piece = static_cast<std::size_t>(rate / 4);  // a Hann window's 6 Hz
  double sum = 0;
  int count = 0;
  for (std::size_t at = 0; at + piece <= x.size(); at += piece / 2)
    for (double f = hertz - 30; f <= hertz + 30; f += 15, ++count)
      sum += std::norm(test::toneAt(std::span(x).subspan(at, piece), f, rate)) / 2;
  const double widthHz = 1.5 * rate / static_cast<double>(piece);
  return 10 * std::log10(sum / count / widthHz * 62.5);
}

}  // namespace

TEST(NoiseBands, EveryBandHasItsLevel) {
  for (const int rate : {16000, 48000}) {
    NoiseBands noise(SampleRate(rate), 1);
    NoiseBands::Levels levels{};
    for (int b = 0; b < kNoiseBands; ++b) levels[b] = b < 30 ? -40.0F : -55.0F;
    const auto sound = played(noise, levels, rate, 8);
    for (const double hertz : {200.0, 700.0, 1500.0})
      EXPECT_NEAR(densityAt(sound, hertz, rate), -40, 1) << hertz << " Hz at " << rate;
    for (const double hertz : {3500.0, 6000.0})
      EXPECT_NEAR(densityAt(sound, hertz, rate), -55, 1) << hertz << " Hz at " << rate;
  }
}

TEST(NoiseBands, AboveWhatIsKnownTheyFall) {
  NoiseBands noise(SampleRate(48000), 1);
  NoiseBands::Levels levels{};
  levels.fill(-40);
  const auto sound = played(noise, levels, 48000, 4);
  EXPECT_NEAR(densityAt(sound, 2 * noiseBandCentres().back(), 48000), -52, 1.5);
}

TEST(NoiseBands, PowerIsConstantFromTheFirstSampleOn) {
  NoiseBands::Levels levels{};
  levels.fill(-40);
  constexpr int kSeeds = 300;
  std::array<double, 8> power{};  // of 32 samples each
  for (int seed = 0; seed < kSeeds; ++seed) {
    NoiseBands noise(kModelRate, static_cast<std::uint64_t>(seed));
    const auto sound = played(noise, levels, 16000, 0.016);
    for (std::size_t n = 0; n < 256; ++n) power[n / 32] += sound[n] * sound[n] / 32.0 / kSeeds;
  }
  const double wanted = 1e-4 * 8000 / 62.5;
  for (const double p : power) EXPECT_NEAR(10 * std::log10(p / wanted), 0, 1);
}

TEST(NoiseBands, TheSeedAndThePlaceDecide) {
  NoiseBands one(kModelRate, 7), same(kModelRate, 7), other(kModelRate, 8);
  NoiseBands::Levels levels{};
  levels.fill(-40);
  const auto first = played(one, levels, 16000, 0.1);
  EXPECT_EQ(first, played(same, levels, 16000, 0.1));
  EXPECT_NE(first, played(other, levels, 16000, 0.1));
  EXPECT_NE(std::vector(first.begin(), first.begin() + 256),
            std::vector(first.begin() + 256, first.begin() + 512));
}

TEST(NoiseBands, SilenceIsSilent) {
  NoiseBands noise(kModelRate, 1);
  NoiseBands::Levels levels{};
  levels.fill(-120);
  for (const float x : played(noise, levels, 16000, 0.1)) EXPECT_EQ(x, 0);
}

}  // namespace timbre::model::harmonic
