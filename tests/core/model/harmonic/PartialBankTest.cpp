#include "model/harmonic/PartialBank.h"

#include <gtest/gtest.h>

#include <vector>

#include "support/Spectrum.h"

namespace timbre::model::harmonic {
namespace {

using Values = std::array<float, kOscillators>;

std::vector<float> played(PartialBank& bank, const Values& hertz, const Values& amplitude,
                          int blocks) {
  std::vector<float> out(static_cast<std::size_t>(blocks) * kBlock);
  for (int b = 0; b < blocks; ++b)
    bank.add(hertz, amplitude, amplitude,
             std::span(out).subspan(static_cast<std::size_t>(b) * kBlock).first<kBlock>());
  return out;
}

}  // namespace

TEST(PartialBank, EveryOscillatorHasItsFrequencyAndAmplitude) {
  for (const int rate : {16000, 48000}) {
    PartialBank bank(SampleRate(rate), 1);
    Values hertz{}, amplitude{};
    for (int k = 0; k < kOscillators; ++k) hertz[k] = 53.1F * static_cast<float>(k + 1);
    amplitude[0] = 0.25F;
    amplitude[37] = 0.5F;
    amplitude[143] = 0.125F;
    const auto sound = played(bank, hertz, amplitude, 500);
    for (const int k : {0, 37, 143}) {
      const double found = test::strongestNear(sound, hertz[k], rate, 20);
      EXPECT_NEAR(1200 * std::log2(found / hertz[k]), 0, 0.1);
      EXPECT_NEAR(test::levelDb(std::abs(test::toneAt(sound, found, rate)) / amplitude[k]), 0,
                  0.01);
    }
    EXPECT_LT(std::abs(test::toneAt(sound, hertz[100], rate)), 1e-4);
  }
}

TEST(PartialBank, PhasesStayWhatTheyWereThroughMinutes) {
  PartialBank bank(kModelRate, 1);
  Values hertz{}, amplitude{};
  hertz[5] = 1000;  // a whole number of turns in 16 samples
  amplitude[5] = 1;
  const auto early = played(bank, hertz, amplitude, 1);
  played(bank, hertz, Values{}, 250 * 60);
  const auto late = played(bank, hertz, amplitude, 1);
  EXPECT_EQ(early, late);
}

TEST(PartialBank, AmplitudesGoInAStraightLine) {
  PartialBank bank(kModelRate, 1), loud(kModelRate, 1);
  Values hertz{}, none{}, one{};
  hertz[0] = 440;
  one[0] = 1;
  std::array<float, kBlock> rising{}, full{};
  bank.add(hertz, none, one, rising);
  loud.add(hertz, one, one, full);
  for (int n = 0; n < kBlock; ++n)
    EXPECT_NEAR(rising[n], full[n] * static_cast<float>(n) / kBlock, 1e-6);
}

TEST(PartialBank, TheSeedDecidesThePhases) {
  PartialBank one(kModelRate, 1), other(kModelRate, 2);
  Values hertz{}, amplitude{};
  hertz[0] = 440;
  amplitude[0] = 1;
  const auto first = played(one, hertz, amplitude, 4);
  EXPECT_NE(first, played(other, hertz, amplitude, 4));
  one.begin();
  EXPECT_EQ(first, played(one, hertz, amplitude, 4));
}

}  // namespace timbre::model::harmonic
