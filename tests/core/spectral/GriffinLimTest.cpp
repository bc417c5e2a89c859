#include "spectral/GriffinLim.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <complex>
#include <limits>
#include <numbers>

#include "Signals.h"
#include "spectral/PhaseInitialization.h"

namespace timbre::spectral {
namespace {

struct Wanted {
  std::vector<float> magnitudes;
  int frames;
};

Wanted wantedOf(const audio::AudioClip& clip) {
  const auto picture = logSpectrogram(clip);
  return {magnitudesOf(*picture), picture->frames};
}

// Decibels; more negative is nearer to the magnitudes asked for.
double convergenceOf(const Wanted& wanted, const GriffinLimParams& params) {
  Unwatched nobody;
  const auto sound = griffinLim(wanted.magnitudes, wanted.frames, params, nobody);
  EXPECT_TRUE(sound);
  return decibels(*spectralConvergence(*sound, wanted.magnitudes, wanted.frames, params.stft));
}

GriffinLimParams with(StartPhase start, double momentum, int iterations) {
  GriffinLimParams params;
  params.start = start;
  params.momentum = momentum;
  params.iterations = iterations;
  return params;
}

TEST(GriffinLim, ComesNearerWithMoreIterations) {
  const auto wanted = wantedOf(pluck(16000));
  const double one = convergenceOf(wanted, with(StartPhase::HalfCircle, 0, 1));
  const double ten = convergenceOf(wanted, with(StartPhase::HalfCircle, 0, 10));
  const double hundred = convergenceOf(wanted, with(StartPhase::HalfCircle, 0, 100));
  EXPECT_LT(ten, one - 3);
  EXPECT_LT(hundred, ten - 3);
}

TEST(GriffinLim, IsFasterWithMomentum) {
  const auto wanted = wantedOf(pluck(16000));
  EXPECT_LT(convergenceOf(wanted, with(StartPhase::HalfCircle, 0.99, 50)),
            convergenceOf(wanted, with(StartPhase::HalfCircle, 0, 50)) - 1);
}

TEST(GriffinLim, IsCloseAtOnceFromPeaks) {
  const auto wanted = wantedOf(pluck());
  EXPECT_LT(convergenceOf(wanted, with(StartPhase::Peaks, 0, 1)), -15);  // the first guess
  EXPECT_LT(convergenceOf(wanted, with(StartPhase::Peaks, 0.99, 8)),
            convergenceOf(wanted, with(StartPhase::HalfCircle, 0, 64)));
  EXPECT_LT(convergenceOf(wanted, GriffinLimParams{}), -25);
}

TEST(GriffinLim, FindsTheToneOfASine) {
  Unwatched nobody;
  const auto sound = soundOf(*logSpectrogram(sine(440, 0.5, 64000)), {}, nobody);
  ASSERT_TRUE(sound);
  ASSERT_EQ(sound->samples().size(), 64000u);
  // A second of it is one sine: a search gone wrong drifts in phase, and frames cancel each other.
  const auto second = sound->samples().subspan(16000, 16000);
  EXPECT_GT(rms(second), 0.2);
  EXPECT_NEAR(amplitudeAt(second, 440, kModelRate) / (rms(second) * std::numbers::sqrt2), 1, 0.01);
}

// A network paints the mean of what the beating of harmonics does to neighbouring bins. A search
// finds a sound that does not beat; pulses keep the tone.
TEST(GriffinLim, FromPulsesKeepsALowToneWhoseMagnitudesAreAMean) {
  constexpr double kPeriod = 16000 / 36.7;  // D1
  std::vector<float> tone(64000);
  pulses(kPeriod, tone);
  Uniform uniform(1);
  for (float& x : tone) x = 0.01F * x + 0.001F * (uniform.next() - 0.5F);
  auto wanted = wantedOf(audio::AudioClip(tone, kModelRate));
  const auto seen = wanted.magnitudes;
  for (int bin = 0; bin < 513; ++bin) {
    double mean = 0;
    int count = 0;
    for (int near = std::max(bin - 2, 0); near <= std::min(bin + 2, 512); ++near)
      for (int frame = 0; frame < wanted.frames; ++frame, ++count)
        mean += std::log(seen[static_cast<std::size_t>(near * wanted.frames + frame)] + 1e-6);
    std::fill_n(wanted.magnitudes.begin() + static_cast<std::ptrdiff_t>(bin) * wanted.frames,
                wanted.frames, static_cast<float>(std::exp(mean / count)));
  }
  const auto periodicity = [&](const GriffinLimParams& params) {
    Unwatched nobody;
    const auto sound = griffinLim(wanted.magnitudes, wanted.frames, params, nobody);
    const auto lag = static_cast<std::size_t>(std::lround(kPeriod));
    double with = 0, before = 0, after = 0;
    for (std::size_t i = 16000; i < 48000; ++i) {
      with += double((*sound)[i]) * (*sound)[i + lag];
      before += std::pow((*sound)[i], 2), after += std::pow((*sound)[i + lag], 2);
    }
    return with / std::sqrt(before * after);
  };
  GriffinLimParams params = with(StartPhase::Pulses, 0, 1);
  params.period = kPeriod;
  EXPECT_GT(periodicity(params), 0.95);
  EXPECT_LT(periodicity(with(StartPhase::Peaks, 0.99, 200)), 0.8);
}

TEST(GriffinLim, NeedsAPeriodForPulses) {
  const auto wanted = wantedOf(sine(440, 0.5, 8000));
  Unwatched nobody;
  for (const double period : {0.0, 1.9, -3.0, std::nan(""), 1 / 0.0}) {
    auto params = with(StartPhase::Pulses, 0, 1);
    params.period = period;
    const auto sound = griffinLim(wanted.magnitudes, wanted.frames, params, nobody);
    ASSERT_FALSE(sound) << period;
    EXPECT_EQ(sound.error().code, ErrorCode::Unsupported);
  }
}

TEST(PhaseInitialization, PulsesAreTheSumOfAllHarmonics) {
  constexpr double kPeriod = 23.4;  // eleven harmonics
  std::vector<float> out(1000);
  pulses(kPeriod, out);
  for (std::size_t n = 0; n < out.size(); ++n) {
    double sum = 0;
    for (int k = 1; k <= 11; ++k)
      sum += std::cos(2 * std::numbers::pi * k * static_cast<double>(n) / kPeriod);
    ASSERT_NEAR(out[n], sum, 1e-4) << n;
  }
}

TEST(GriffinLim, GivesTheSameBytesForTheSameSeed) {
  const auto wanted = wantedOf(pluck(8000));
  Unwatched nobody;
  for (const StartPhase start : {StartPhase::HalfCircle, StartPhase::Circle, StartPhase::Peaks}) {
    auto params = with(start, 0.99, 5);
    const auto once = griffinLim(wanted.magnitudes, wanted.frames, params, nobody);
    const auto again = griffinLim(wanted.magnitudes, wanted.frames, params, nobody);
    params.seed = 2;
    const auto other = griffinLim(wanted.magnitudes, wanted.frames, params, nobody);
    EXPECT_EQ(*once, *again);
    EXPECT_NE(*once, *other);
  }
}

// One cell alone is one windowed cosine; the first inverse transform keeps its phase.
double startingPhase(StartPhase start, std::uint64_t seed) {
  constexpr int kBin = 100, kFrame = 4, kFrames = 9;
  std::vector<float> magnitudes(513 * kFrames);
  magnitudes[kBin * kFrames + kFrame] = 1;
  Unwatched nobody;
  auto params = with(start, 0, 1);
  params.seed = seed;
  const auto sound = griffinLim(magnitudes, kFrames, params, nobody);
  std::complex<double> sum = 0;
  for (int n = 0; n < 1024; ++n)
    sum += double((*sound)[kFrame * 256 - 512 + n]) *
           std::polar(1.0, -2 * std::numbers::pi * kBin * n / 1024);
  return std::arg(sum);
}

TEST(GriffinLim, BeginsWithHalfACircleOfPhasesAsThePapersCode) {
  int negative = 0;
  double least = 4, most = -4;
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    const double phase = startingPhase(StartPhase::HalfCircle, seed);
    least = std::min(least, phase), most = std::max(most, phase);
    negative += startingPhase(StartPhase::Circle, seed) < 0;
  }
  EXPECT_GE(least, -1e-3);  // float32
  EXPECT_LE(most, std::numbers::pi + 1e-3);
  EXPECT_LT(least, 0.4);  // of 60 uniform numbers; none below that has odds of 3e-4
  EXPECT_GT(most, 2.7);
  EXPECT_GT(negative, 10);  // the whole circle is another choice
}

TEST(GriffinLim, OfThePaperIsPlainAndAbsoluteScaleIsOnlyOurs) {
  const auto paper = paperGriffinLim();
  EXPECT_EQ(paper.iterations, 1000);
  EXPECT_EQ(paper.momentum, 0);
  EXPECT_EQ(paper.start, StartPhase::HalfCircle);
  EXPECT_EQ(paper.scale, PeakScale::Signed);
  EXPECT_EQ(GriffinLimParams{}.scale, PeakScale::Absolute);
}

TEST(GriffinLim, GivesTheLengthAndThePeakAskedFor) {
  const auto wanted = wantedOf(pluck());
  Unwatched nobody;
  auto params = with(StartPhase::Peaks, 0.99, 4);
  const auto sound = griffinLim(wanted.magnitudes, wanted.frames, params, nobody);
  ASSERT_EQ(sound->size(), 65280u);
  const auto [least, most] = std::minmax_element(sound->begin(), sound->end());
  EXPECT_EQ(std::max(-*least, *most), 1);
  params.scale = PeakScale::Signed;
  const auto signedScale = griffinLim(wanted.magnitudes, wanted.frames, params, nobody);
  EXPECT_EQ(*std::max_element(signedScale->begin(), signedScale->end()), 1);
}

TEST(GriffinLim, KeepsSilenceSilent) {
  Unwatched nobody;
  const auto sound = soundOf(*logSpectrogram(silence(64000)), {}, nobody);
  ASSERT_TRUE(sound);
  EXPECT_EQ(sound->samples().size(), 64000u);
  EXPECT_EQ(audio::peakOf(*sound), 0);
  const std::vector<float> none(513 * 4);
  const auto zeros = griffinLim(none, 4, {}, nobody);
  ASSERT_TRUE(zeros);
  EXPECT_EQ(std::count(zeros->begin(), zeros->end(), 0.0f), 3 * 256);
}

TEST(GriffinLim, TellsItsProgressAndStops) {
  const auto wanted = wantedOf(pluck(8000));
  Listener listener;
  ASSERT_TRUE(
      griffinLim(wanted.magnitudes, wanted.frames, with(StartPhase::Circle, 0, 10), listener));
  EXPECT_EQ(listener.told.size(), 10u);
  EXPECT_EQ(listener.told.back(), 1);
  Impatient impatient(3);
  const auto stopped = griffinLim(wanted.magnitudes, wanted.frames, {}, impatient);
  EXPECT_EQ(stopped.error().code, ErrorCode::Cancelled);
  EXPECT_EQ(impatient.told.size(), 3u);
}

TEST(GriffinLim, RefusesMagnitudesThatAreNone) {
  Unwatched nobody;
  std::vector<float> magnitudes(513 * 4, 1.0f);
  const auto codeFor = [&](int frames, const GriffinLimParams& params) {
    return griffinLim(magnitudes, frames, params, nobody).error().code;
  };
  EXPECT_EQ(codeFor(5, {}), ErrorCode::BadFormat);
  EXPECT_EQ(codeFor(0, {}), ErrorCode::BadFormat);
  EXPECT_EQ(codeFor(4, with(StartPhase::Peaks, 2, 10)), ErrorCode::Unsupported);
  EXPECT_EQ(codeFor(4, with(StartPhase::Peaks, 0, 0)), ErrorCode::Unsupported);
  magnitudes[7] = -1;
  EXPECT_EQ(codeFor(4, {}), ErrorCode::BadFormat);
  magnitudes[7] = std::numeric_limits<float>::infinity();
  EXPECT_EQ(codeFor(4, {}), ErrorCode::BadFormat);
}

TEST(GriffinLim, MeasuresConvergenceWhateverTheGain) {
  const auto clip = noise(0.5, 16384);
  const auto spectrum = stft(clip.samples(), {});
  std::vector<float> magnitudes;
  for (const auto& cell : spectrum->cells) magnitudes.push_back(3 * std::abs(cell));
  // The square root of what rounding leaves of 1 - 1.
  EXPECT_LT(*spectralConvergence(clip.samples(), magnitudes, spectrum->frames, {}), 1e-3);
  EXPECT_EQ(*spectralConvergence(silence(16384).samples(), magnitudes, spectrum->frames, {}), 1);
}

}  // namespace
}  // namespace timbre::spectral
