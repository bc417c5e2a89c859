#include "audio/Resample.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <complex>
#include <numbers>

#include "support/Sounds.h"

namespace timbre::audio {
namespace {

TEST(Resample, TheLengthFollowsTheRates) {
  for (const int samples : {0, 1, 2, 7, 1000, 64000})
    for (const int rate : {8000, 11025, 16000, 44100, 48000, 96000}) {
      const auto out = resampled(test::noise(0.5, samples), SampleRate(rate));
      ASSERT_TRUE(out) << out.error().message;
      EXPECT_EQ(out->rate().hz, rate);
      EXPECT_EQ(static_cast<double>(out->samples().size()),
                std::floor(samples * (rate / 16000.0) + 0.5))
          << samples << " to " << rate;
    }
}

TEST(Resample, TheSameRateIsTheSameClip) {
  const auto clip = test::noise(0.5, 100);
  const auto out = resampled(clip, clip.rate());
  ASSERT_TRUE(out);
  EXPECT_EQ(out->samples().data(), clip.samples().data());
}

TEST(Resample, ThereAndBackIsTheSoundAgain) {
  const auto clip = test::sine(3000, 0.5, 16000);
  for (const int rate : {44100, 48000}) {
    const auto there = resampled(clip, SampleRate(rate));
    ASSERT_TRUE(there);
    const auto back = resampled(*there, kModelRate);
    ASSERT_TRUE(back);
    ASSERT_EQ(back->samples().size(), clip.samples().size());
    for (std::size_t i = 1000; i < 15000;
         ++i)  // away from the ends, where the tone begins as a step
      ASSERT_NEAR(back->samples()[i], clip.samples()[i], 2e-6);  // float rounding: -114 dB
  }
}

TEST(Resample, WhatTheNewRateCannotHoldIsGoneInsteadOfFoldedDown) {
  const auto out = resampled(test::sine(9000, 0.5, 48000, SampleRate(48000)), kModelRate);
  ASSERT_TRUE(out);
  EXPECT_LT(test::rms(out->samples().subspan(1000, 14000)), 0.5e-5);  // 100 dB down
}

TEST(StreamResampler, PiecesMakeTheSameSoundAsTheWhole) {
  const auto clip = test::noise(0.5, 20000);
  const auto whole = resampled(clip, SampleRate(44100));
  ASSERT_TRUE(whole);
  for (const std::size_t piece : {1u, 37u, 512u, 9000u}) {
    auto resampler = StreamResampler::create(kModelRate, SampleRate(44100));
    ASSERT_TRUE(resampler);
    std::vector<float> out;
    const auto append = [&](const std::vector<float>& more) {
      out.insert(out.end(), more.begin(), more.end());
    };
    for (std::size_t at = 0; at < clip.samples().size(); at += piece)
      append(
          resampler->push(clip.samples().subspan(at, std::min(piece, clip.samples().size() - at))));
    EXPECT_LE(out.size(), whole->samples().size());
    EXPECT_GT(out.size(), whole->samples().size() / 2) << "it must not wait for the end";
    append(resampler->flush());
    EXPECT_THAT(out, testing::Pointwise(testing::FloatNear(1e-6f), whole->samples())) << piece;
  }
}

TEST(StreamResampler, LiveItLagsLittleAndKeepsTheSound) {
  const auto clip = test::sine(3000, 0.9, 16000);
  for (const int rate : {44100, 48000}) {
    auto live = StreamResampler::create(kModelRate, SampleRate(rate), Haste::Live).value();
    std::vector<float> out;
    for (std::size_t at = 0; at < clip.samples().size(); at += 128) {
      const auto piece = clip.samples().subspan(at, 128);
      const auto made = live.push(piece);
      out.insert(out.end(), made.begin(), made.end());
      const double lag =
          static_cast<double>(at + 128) / kModelRate.hz - static_cast<double>(out.size()) / rate;
      ASSERT_LT(lag, 0.017) << "a filter of 15 ms, and the rest of a piece";
    }
    const auto rest = live.flush();
    out.insert(out.end(), rest.begin(), rest.end());
    ASSERT_EQ(out.size(), static_cast<std::size_t>(rate));
    // The same sine, wherever its phase: what is left of it is images, far below hearing.
    const auto held = std::span(out).subspan(2000, static_cast<std::size_t>(rate) / 10 * 9);
    std::complex<double> sum = 0;
    const auto turn = [&](std::size_t i) {
      return std::polar(1.0, -2 * std::numbers::pi * 3000 * static_cast<double>(i) / rate);
    };
    for (std::size_t i = 0; i < held.size(); ++i) sum += double(held[i]) * turn(i);
    const auto phasor = 2.0 * sum / static_cast<double>(held.size());
    EXPECT_NEAR(std::abs(phasor), 0.9, 1e-3) << rate;
    double worst = 0;
    for (std::size_t i = 0; i < held.size(); ++i)
      worst = std::max(worst, std::abs(held[i] - (phasor * std::conj(turn(i))).real()));
    EXPECT_LT(worst, 1e-4) << rate;
  }
}

TEST(StreamResampler, NothingInIsNothingOut) {
  auto resampler = StreamResampler::create(kModelRate, SampleRate(48000));
  ASSERT_TRUE(resampler);
  EXPECT_TRUE(resampler->push({}).empty());
  EXPECT_TRUE(resampler->flush().empty());
}

TEST(StreamResampler, EqualRatesPassThrough) {
  auto resampler = StreamResampler::create(kModelRate, kModelRate);
  ASSERT_TRUE(resampler);
  const auto clip = test::noise(0.5, 100);
  EXPECT_THAT(resampler->push(clip.samples()), testing::ElementsAreArray(clip.samples()));
  EXPECT_TRUE(resampler->flush().empty());
}

TEST(Resample, AbsurdRatesAreRefused) {
  for (const int rate : {-1, 0, 999, 1000000}) {
    const auto out = resampled(test::noise(0.5, 100), SampleRate(rate));
    ASSERT_FALSE(out);
    EXPECT_THAT(out.error().message, testing::HasSubstr(std::to_string(rate) + " Hz"));
  }
}

}  // namespace
}  // namespace timbre::audio
