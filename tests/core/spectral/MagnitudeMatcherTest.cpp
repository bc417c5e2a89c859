#include "spectral/MagnitudeMatcher.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "Signals.h"
#include "spectral/Stft.h"

namespace timbre::spectral {
namespace {

constexpr int kHop = 512, kFrames = 40, kBins = 1025;
using Magnitudes = std::vector<std::vector<float>>;

/// log10 of what a transform around each frame's middle has, silence all around the sound.
Magnitudes magnitudesOf(std::span<const float> sound) {
  constexpr int kAround = 8;  // frames of silence, so that nothing of the sound is mirrored
  std::vector<float> padded(kAround * kHop - kHop / 2, 0.0F);
  padded.insert(padded.end(), sound.begin(), sound.end());
  padded.insert(padded.end(), kAround * kHop, 0.0F);
  const auto spectrum = stft(padded, {2048, kHop}).value();
  Magnitudes found(kFrames, std::vector<float>(kBins));
  for (int t = 0; t < kFrames; ++t)
    for (int bin = 0; bin < kBins; ++bin)
      found[t][bin] = std::log10(std::abs(spectrum.at(bin, t + kAround)) + 1e-3F);
  return found;
}

Magnitudes shifted(Magnitudes magnitudes, float db) {
  for (auto& frame : magnitudes)
    for (float& x : frame) x += db / 20;
  return magnitudes;
}

std::vector<float> samplesOf(const audio::AudioClip& clip) {
  return {clip.samples().begin(), clip.samples().begin() + kFrames * kHop};
}

std::vector<float> shapedBy(MagnitudeMatcher& shaper, std::span<const float> sound,
                            const Magnitudes& magnitudes) {
  std::vector<float> out, frame(kHop);
  for (int t = 0; t < kFrames; ++t)
    if (shaper.push(sound.subspan(static_cast<std::size_t>(t) * kHop, kHop), magnitudes[t], frame))
      out.insert(out.end(), frame.begin(), frame.end());
  while (shaper.finish(frame)) out.insert(out.end(), frame.begin(), frame.end());
  return out;
}

std::vector<float> shaped(std::span<const float> sound, const Magnitudes& magnitudes,
                          const ShaperParams& params = {}) {
  MagnitudeMatcher shaper(params);
  return shapedBy(shaper, sound, magnitudes);
}

double rms(std::span<const float> x) {
  double sum = 0;
  for (const float v : x) sum += v * v;
  return std::sqrt(sum / static_cast<double>(x.size()));
}

double rmsOfDifference(const std::vector<float>& a, const std::vector<float>& b) {
  std::vector<float> d(a.size());
  std::transform(a.begin(), a.end(), b.begin(), d.begin(), std::minus<>());
  return rms(d);
}

}  // namespace

TEST(MagnitudeMatcher, leavesASoundThatIsAsItShallBe) {
  const auto sound = samplesOf(pluck());
  const auto out = shaped(sound, magnitudesOf(sound));
  ASSERT_EQ(out.size(), sound.size());
  // The magnitudes asked for are a thousandth too large, and the empty bins with them.
  EXPECT_LT(rmsOfDifference(out, sound), 2e-4 * rms(sound));
}

TEST(MagnitudeMatcher, takesTheNoiseOffASineAndKeepsItsPhase) {
  const auto sine = samplesOf(test::sine(440, 0.5, kNoteSamples));
  auto noisy = samplesOf(noise(0.05, kNoteSamples));
  std::transform(noisy.begin(), noisy.end(), sine.begin(), noisy.begin(), std::plus<>());
  const auto out = shaped(noisy, magnitudesOf(sine));
  // What is left is the noise in the four bins of the sine of 1025: a sixteenth of its
  // amplitude, were not the magnitudes of the sine asked of the sum.
  EXPECT_LT(rmsOfDifference(out, sine), rmsOfDifference(noisy, sine) / 6);
}

TEST(MagnitudeMatcher, boostsAndCutsNoFurtherThanItMay) {
  const auto sound = samplesOf(pluck());
  const auto magnitudes = magnitudesOf(sound);
  const ShaperParams params{.mostBoost = 12, .mostCut = 20, .keptLoudness = 0, .ceiling = 9};
  const auto louder = shaped(sound, shifted(magnitudes, 40), params);
  const auto softer = shaped(sound, shifted(magnitudes, -40), params);
  EXPECT_NEAR(20 * std::log10(rms(louder) / rms(sound)), 12, 0.1);
  EXPECT_NEAR(20 * std::log10(rms(softer) / rms(sound)), -20, 0.1);
}

TEST(MagnitudeMatcher, undoesAsMuchOfTheLoudnessAsItIsTold) {
  const auto sound = samplesOf(test::sine(440, 0.5, kNoteSamples));
  const auto softer = shifted(magnitudesOf(sound), -10);
  for (const float kept : {0.0F, 0.5F, 1.0F}) {
    const auto out = shaped(sound, softer, {.keptLoudness = kept});
    EXPECT_NEAR(20 * std::log10(rms(out) / rms(sound)), -10 * (1 - kept), 0.2) << kept;
  }
}

TEST(MagnitudeMatcher, turnsDownWhatWouldBeTooLoudInsteadOfCuttingItOff) {
  const auto sine = samplesOf(test::sine(440, 0.5, kNoteSamples));
  const auto louder = shifted(magnitudesOf(sine), 12);  // to 2
  for (const bool hasty : {false, true}) {
    const auto out = shaped(sine, louder, {.hasty = hasty, .keptLoudness = 0, .ceiling = 0.9F});
    for (const float x : out) ASSERT_LE(std::abs(x), 0.9F);
    std::vector<float> inner(out.begin() + 4 * kHop, out.end() - 4 * kHop);
    std::vector<float> wanted(sine.begin() + 4 * kHop, sine.end() - 4 * kHop);
    for (float& x : wanted) x *= 1.8F;
    EXPECT_LT(rmsOfDifference(inner, wanted), (hasty ? 0.02 : 0.002) * rms(wanted)) << hasty;
  }
}

TEST(MagnitudeMatcher, turnsDownBeforeAPeakThatIsTooLoud) {
  auto sound = samplesOf(test::sine(440, 0.3, kNoteSamples));
  for (int i = 9 * kHop; i < 11 * kHop; ++i) sound[static_cast<std::size_t>(i)] *= 4;
  const auto out = shaped(sound, magnitudesOf(sound), {.ceiling = 0.9F});
  double gained = 1;
  for (std::size_t i = 4 * kHop; i + 1 < out.size() - 4 * kHop; ++i) {
    ASSERT_LE(std::abs(out[i]), 0.9F);
    if (std::abs(sound[i]) < 0.1) continue;
    const double gain = out[i] / sound[i];
    EXPECT_LT(std::abs(gain - gained), 0.06) << i;  // cut off it would jump
    gained = gain;
  }
}

TEST(MagnitudeMatcher, holdsFourFramesBackInHasteOne) {
  const auto sound = samplesOf(pluck());
  const auto magnitudes = magnitudesOf(sound);
  for (const bool hasty : {false, true}) {
    MagnitudeMatcher shaper({.hasty = hasty});
    EXPECT_EQ(shaper.delay(), hasty ? 1 : 4);
    std::vector<float> out(kHop);
    for (int t = 0; t < 6; ++t)
      EXPECT_EQ(shaper.push(std::span(sound).subspan(static_cast<std::size_t>(t) * kHop, kHop),
                            magnitudes[t], out),
                t >= shaper.delay());
  }
}

// But for the beginning and the end, where the magnitudes are not those of what is changed.
TEST(MagnitudeMatcher, inHasteDoesMuchTheSame) {
  const auto inner = [](const std::vector<float>& sound) {
    return std::vector<float>(sound.begin() + 4 * kHop, sound.end() - 4 * kHop);
  };
  const auto sine = samplesOf(test::sine(440, 0.5, kNoteSamples));
  auto noisy = samplesOf(noise(0.05, kNoteSamples));
  std::transform(noisy.begin(), noisy.end(), sine.begin(), noisy.begin(), std::plus<>());
  const ShaperParams hasty{.hasty = true};
  const auto same = shaped(sine, magnitudesOf(sine), hasty);
  ASSERT_EQ(same.size(), sine.size());
  EXPECT_LT(rmsOfDifference(inner(same), inner(sine)), 1e-2 * rms(sine));
  // What is changed and what is seen lie apart, its window is shorter and what the gains ring on
  // for is cut off: half of the noise stays.
  const auto out = shaped(noisy, magnitudesOf(sine), hasty);
  EXPECT_LT(rmsOfDifference(inner(out), inner(sine)), rmsOfDifference(noisy, sine) * 2 / 3);
}

TEST(MagnitudeMatcher, beginsAnewAfterTheEnd) {
  const auto sound = samplesOf(pluck());
  const auto magnitudes = magnitudesOf(sound);
  MagnitudeMatcher shaper;
  const auto first = shapedBy(shaper, sound, magnitudes);
  EXPECT_EQ(shapedBy(shaper, sound, magnitudes), first);
}

TEST(MagnitudeMatcher, aCopyGoesOnByItself) {
  const auto sound = samplesOf(pluck());
  const auto magnitudes = magnitudesOf(sound);
  MagnitudeMatcher shaper;
  std::vector<float> one(kHop), other(kHop);
  const auto frame = [&](int t) {
    return std::span(sound).subspan(static_cast<std::size_t>(t) * kHop, kHop);
  };
  for (int t = 0; t < 10; ++t) shaper.push(frame(t), magnitudes[t], one);
  MagnitudeMatcher copy = shaper;
  shaper.push(frame(10), magnitudes[10], one);
  copy.push(frame(10), magnitudes[10], other);
  EXPECT_EQ(one, other);
  shaper.push(frame(3), magnitudes[3], one);
  copy.push(frame(11), magnitudes[11], other);
  EXPECT_NE(one, other);
}

}  // namespace timbre::spectral
