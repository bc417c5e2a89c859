#include "model/harmonic/HarmonicVoice.h"

#include <gtest/gtest.h>

#include <vector>

#include "support/Spectrum.h"

namespace timbre::model::harmonic {
namespace {

constexpr int kFrame = 512;

HarmonicFrame silence() {
  HarmonicFrame frame;
  frame.partialDb.fill(-120);
  frame.halfPartialDb.fill(-120);
  frame.noiseDb.fill(-120);
  return frame;
}

std::vector<float> played(HarmonicVoice& voice, double pitch,
                          const std::vector<HarmonicFrame>& frames) {
  std::vector<float> out;
  voice.begin(pitch, frames.front());
  for (std::size_t f = 1; f < frames.size(); ++f) {
    voice.enter(pitch, frames[f], f + 1 == frames.size());
    for (std::size_t made = 0; made < voice.frameSize(); made += kBlock) {
      out.resize(out.size() + kBlock);
      voice.render(std::span(out).last<kBlock>());
    }
  }
  return out;
}

std::vector<float> held(HarmonicVoice& voice, double pitch, const HarmonicFrame& frame,
                        std::size_t frames = 60) {
  return played(voice, pitch, std::vector(frames + 1, frame));
}

void expectTone(const std::vector<float>& sound, double hertz, double decibels, double rate) {
  const double found = test::strongestNear(sound, hertz, rate, 30);
  EXPECT_NEAR(1200 * std::log2(found / hertz), 0, 1) << hertz << " Hz";
  EXPECT_NEAR(test::levelDb(std::abs(test::toneAt(sound, found, rate))), decibels, 0.5) << hertz;
}

}  // namespace

TEST(HarmonicVoice, PartialsLieWhereTheyAreToldAtEveryRate) {
  HarmonicFrame frame = silence();
  frame.partialDb[0] = -12;
  frame.partialDb[4] = -20;
  frame.partialDb[19] = -30;
  frame.halfPartialDb[1] = -25;
  for (const int rate : {16000, 32000, 48000}) {
    HarmonicVoice voice(SampleRate(rate), kFrame, 1);
    const auto sound = held(voice, 57, frame);  // 220 Hz
    EXPECT_EQ(sound.size(), 60u * kFrame * static_cast<unsigned>(rate / 16000));
    expectTone(sound, 220, -12, rate);
    expectTone(sound, 1100, -20, rate);
    expectTone(sound, 4400, -30, rate);
    expectTone(sound, 330, -25, rate);
  }
}

TEST(HarmonicVoice, DetuneAndInharmonicityMoveThem) {
  HarmonicFrame frame = silence();
  frame.partialDb[0] = -12;
  frame.partialDb[2] = -18;
  frame.partialDb[17] = -24;
  frame.detuneCents = 15;
  frame.inharmonicity = 5e-4F;
  frame.partialDetuneCents[2] = -30;
  HarmonicVoice voice(kModelRate, kFrame, 1);
  const auto sound = held(voice, 57, frame);
  const double f = 220 * std::exp2(15.0 / 1200);
  expectTone(sound, f * std::sqrt(1 + 5e-4), -12, 16000);
  expectTone(sound, 3 * f * std::sqrt(1 + 5e-4 * 9) * std::exp2(-30.0 / 1200), -18, 16000);
  expectTone(sound, 18 * f * std::sqrt(1 + 5e-4 * 324), -24, 16000);
}

TEST(HarmonicVoice, NothingFoldsBack) {
  HarmonicFrame frame = silence();
  frame.partialDb.fill(-30);
  HarmonicVoice voice(kModelRate, kFrame, 1);
  const auto sound = held(voice, 69.37, frame);  // 449.5 Hz: what folds back lies between
  const double f = frequencyOf(MidiPitch(69.37));
  for (int k = 19; k < 22; ++k)  // 8.5 kHz and on
    EXPECT_LT(test::levelDb(std::abs(test::toneAt(sound, 16000 - k * f, 16000))), -90);
  expectTone(sound, 10 * f, -30, 16000);
}

TEST(HarmonicVoice, AboveWhatWasLearntPartialsGoOnFalling) {
  HarmonicFrame frame = silence();
  for (int k = 0; k * 440 < 7500; ++k) frame.partialDb[k] = -30;
  HarmonicVoice voice(SampleRate(48000), kFrame, 1);
  const auto sound = held(voice, 69, frame);
  expectTone(sound, 15400, -30 - 18 * std::log2(15400 / 7500.0), 48000);
}

TEST(HarmonicVoice, ThePitchIsTakenAsItIsTold) {
  HarmonicFrame frame = silence();
  frame.partialDb[0] = -12;
  HarmonicVoice voice(kModelRate, kFrame, 1);
  expectTone(held(voice, 57, frame), 220, -12, 16000);
  expectTone(held(voice, 69.25, frame), 440 * std::exp2(0.25 / 12), -12, 16000);
}

TEST(HarmonicVoice, WithoutAPitchThereIsNoiseAlone) {
  HarmonicFrame frame = silence();
  frame.partialDb.fill(-20);
  frame.halfPartialDb.fill(-20);
  HarmonicVoice voice(kModelRate, kFrame, 1);
  for (const float x : held(voice, -1, frame, 3)) EXPECT_EQ(x, 0);
  frame.noiseDb.fill(-50);
  const auto noise = held(voice, -1, frame);
  double power = 0;
  for (const float x : noise) power += x * x / static_cast<double>(noise.size());
  EXPECT_NEAR(10 * std::log10(power), -50 + 10 * std::log10(8000 / 62.5), 0.5);
}

TEST(HarmonicVoice, GainsShapeAnAttackWithinAFrame) {
  std::vector<HarmonicFrame> frames(4, silence());
  for (auto& frame : frames) frame.partialDb[9] = -12;
  frames[1].gainDb = {-30, -30, 0, 0};
  frames[0].gainDb.fill(-30);
  HarmonicVoice voice(kModelRate, kFrame, 1);
  const auto sound = played(voice, 69, frames);
  const auto peak = [&](std::size_t from, std::size_t to) {
    float most = 0;
    for (std::size_t n = from; n < to; ++n) most = std::max(most, std::abs(sound[n]));
    return test::levelDb(most);
  };
  EXPECT_NEAR(peak(0, 512 + 192), -42, 0.5);
  EXPECT_NEAR(peak(512 + 320, 1536), -12, 0.5);  // 8 ms later
}

TEST(HarmonicVoice, LevelsBeyondFullScaleAreLimited) {
  HarmonicFrame frame = silence();
  frame.partialDb.fill(6);
  frame.noiseDb.fill(0);
  HarmonicVoice voice(kModelRate, kFrame, 1);
  for (const float x : held(voice, 40, frame, 10)) EXPECT_LE(std::abs(x), PeakLimiter::kCeiling);
}

TEST(HarmonicVoice, BeginsAnewWithTheSameSamples) {
  HarmonicFrame frame = silence();
  frame.partialDb.fill(-40);
  frame.noiseDb.fill(-50);
  HarmonicVoice voice(kModelRate, kFrame, 3), other(kModelRate, kFrame, 4);
  const auto first = held(voice, 50, frame, 3);
  EXPECT_EQ(first, held(voice, 50, frame, 3));
  EXPECT_NE(first, held(other, 50, frame, 3));
}

TEST(HarmonicVoice, KnowsItsRates) {
  EXPECT_TRUE(canRender(kModelRate));
  EXPECT_TRUE(canRender(SampleRate(48000)));
  EXPECT_FALSE(canRender(SampleRate(44100)));
  EXPECT_FALSE(canRender(SampleRate(0)));
}

}  // namespace timbre::model::harmonic
