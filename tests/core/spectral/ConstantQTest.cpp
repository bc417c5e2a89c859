#include "spectral/ConstantQ.h"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <limits>
#include <thread>

#include "Signals.h"
#include "audio/AudioFile.h"
#include "spectral/Padding.h"

namespace timbre::spectral {
namespace {

const std::filesystem::path kGolden = std::filesystem::path(TIMBRE_GOLDEN) / "cqt";
constexpr auto kNote = "keyboard_acoustic_004-058-127";

// The closed form as the header says it, in double.
std::complex<double> plainCell(const audio::AudioClip& clip, const ConstantQParams& params, int bin,
                               int frame) {
  const double length = kernelLength(params, clip.rate(), bin);
  const int count = 2 * static_cast<int>(length / 2) + 1;
  const double angle = 2 * std::numbers::pi * frequencyOfBin(params, bin) / clip.rate().hz;
  const auto samples = static_cast<std::int64_t>(clip.samples().size());
  std::complex<double> sum = 0;
  double windows = 0;
  for (int i = 0; i < count; ++i) {
    const int m = i - (count + 1) / 2;
    const double window = 0.5 - 0.5 * std::cos(2 * std::numbers::pi * i / count);
    windows += window;
    const std::int64_t at = std::int64_t{frame} * params.hop + m;
    double x = 0;
    if (at >= 0 && at < samples)
      x = clip.samples()[at];
    else if (params.edge == Edge::Mirror)
      x = clip.samples()[mirrored(at, samples)];
    sum += window * x * std::polar(1.0, -angle * m);
  }
  return std::sqrt(length) * sum / windows;
}

// Relative L2 over some bins and frames, the ends of both among them.
double errorOf(const audio::AudioClip& clip, const ConstantQParams& params) {
  Unwatched nobody;
  const auto fast = constantQ(clip, params, nobody);
  if (!fast) return std::numeric_limits<double>::infinity();
  double error = 0, whole = 0;
  for (int bin = 0; bin < fast->bins; bin += bin + 13 < fast->bins ? 13 : 1) {
    for (int frame = 0; frame < fast->frames; frame += frame + 19 < fast->frames ? 19 : 1) {
      const auto exact = plainCell(clip, params, bin, frame);
      error += std::norm(std::complex<double>(fast->at(bin, frame)) - exact);
      whole += std::norm(exact);
    }
  }
  return std::sqrt(error / whole);
}

template <class T>
double relativeDifference(const std::vector<std::complex<float>>& is,
                          const std::vector<std::complex<T>>& should) {
  double error = 0, whole = 0;
  for (std::size_t i = 0; i < is.size(); ++i) {
    error += std::norm(std::complex<double>(is[i]) - std::complex<double>(should[i]));
    whole += std::norm(std::complex<double>(should[i]));
  }
  return std::sqrt(error / whole);
}

// 1e-6 is what is promised; single precision and cut tails together stay near 2e-7.
constexpr double kPromised = 1e-6;

TEST(ConstantQ, AgreesWithThePlainSumForAPluckedString) {
  EXPECT_LT(errorOf(pluck(16000), {}), kPromised);
}

TEST(ConstantQ, AgreesWithThePlainSumForNoise) {
  EXPECT_LT(errorOf(noise(0.5, 9000), {}), kPromised);
}

// All the sound's energy lies where the low bins' kernels only have their tails.
TEST(ConstantQ, AgreesWithThePlainSumForAHighSine) {
  EXPECT_LT(errorOf(sine(4000, 1, 16000), {}), kPromised);
}

TEST(ConstantQ, AgreesWithThePlainSumForMirroredEdges) {
  EXPECT_LT(errorOf(pluck(12000), originalConstantQ()), kPromised);
}

TEST(ConstantQ, AgreesWithThePlainSumForASoundShorterThanItsKernels) {
  ConstantQParams params;
  EXPECT_LT(errorOf(pluck(700), params), kPromised);
  params.edge = Edge::Mirror;
  EXPECT_LT(errorOf(pluck(700), params), kPromised);
}

TEST(ConstantQ, AgreesWithThePlainSumForOtherParametersAndRates) {
  ConstantQParams params;
  params.bins = 84;
  params.binsPerOctave = 12;
  params.hop = 147;  // odd: the spectrum has no middle row
  params.lowest = 110;
  params.filterScale = 1;
  EXPECT_LT(errorOf(noise(0.5, 20000, SampleRate(44100)), params), kPromised);
}

// One block holds 257 frames: the seams must not be seen.
TEST(ConstantQ, TakesALongSoundInBlocksWithoutSeams) {
  const auto clip = noise(0.5, 3 * 64000 + 777);
  ConstantQParams params;
  params.bins = 27;  // the longest kernels, which reach furthest over a seam
  Unwatched nobody;
  const auto whole = constantQ(clip, params, nobody);
  ASSERT_TRUE(whole);
  EXPECT_EQ(whole->frames, 1 + (3 * 64000 + 777) / 256);
  for (int frame = 254; frame <= 260; ++frame) {
    for (const int bin : {0, 13, 26}) {
      // Noise fills every cell alike: an error of one cell is seen against that cell.
      EXPECT_LT(std::abs(std::complex<double>(whole->at(bin, frame)) -
                         plainCell(clip, params, bin, frame)),
                1e-5 * std::abs(whole->at(bin, frame)) + 1e-6);
    }
  }
}

TEST(ConstantQ, AgreesWithTheGoldenSumOfAGenuineNote) {
  const auto path =
      std::filesystem::path(TIMBRE_EXTERNAL) / "nsynth-notes/audio" / (std::string(kNote) + ".wav");
  if (!std::filesystem::exists(path)) GTEST_SKIP() << path << " is not here";
  const auto clip = audio::readAudio(path);
  ASSERT_TRUE(clip) << clip.error().message;
  Unwatched nobody;
  const auto cells = constantQ(*clip, {}, nobody);
  ASSERT_TRUE(cells);
  const auto direct =
      goldenArray<std::complex<double>>(kGolden / (std::string(kNote) + "_n240_direct.npy"));
  ASSERT_EQ(cells->cells.size(), direct.size());
  EXPECT_LT(relativeDifference(cells->cells, direct), kPromised);

  // librosa's octaves are resampled and its kernels thinned out by 1 %.
  const auto stored = goldenArray<std::complex<float>>(
      kGolden / (std::string(kNote) + "_n240_librosa0.10.2.post1.npy"));
  ASSERT_EQ(stored.size(), direct.size());
  std::vector<std::complex<float>> librosa(stored.size());  // stored column by column
  for (int bin = 0; bin < 240; ++bin) {
    for (int frame = 0; frame < 251; ++frame)
      librosa[bin * 251 + frame] = stored[frame * 240 + bin];
  }
  EXPECT_LT(relativeDifference(cells->cells, librosa), 0.02);
}

TEST(ConstantQ, HasTheGoldenFrequenciesAndLengths) {
  const auto golden = goldenArray<double>(kGolden / "freqs_lengths_n240.npy");
  ASSERT_EQ(golden.size(), 480u);
  for (int bin = 0; bin < 240; ++bin) {
    EXPECT_NEAR(frequencyOfBin({}, bin), golden[bin], 1e-8 * golden[bin]);
    EXPECT_NEAR(kernelLength({}, kModelRate, bin), golden[240 + bin], 1e-8 * golden[240 + bin]);
  }
}

TEST(ConstantQ, GivesASineHalfTheRootOfTheKernelLength) {
  Unwatched nobody;
  const auto params = originalConstantQ();
  EXPECT_NEAR(kernelLength(params, kModelRate, 0), 11195.82, 0.01);
  const auto low = constantQ(sine(frequencyOfBin(params, 0), 1, 32000), params, nobody);
  const auto middle = constantQ(sine(frequencyOfBin(params, 110), 1, 32000), params, nobody);
  ASSERT_TRUE(low && middle);
  // The sine's negative frequency leaks in by 4e-7 of these.
  EXPECT_NEAR(std::abs(low->at(0, 62)), 52.905, 0.001);
  EXPECT_NEAR(std::abs(middle->at(110, 62)), 20.398, 0.001);
}

TEST(ConstantQ, LeavesBinsBeyondHalfTheRateEmpty) {
  Unwatched nobody;
  const auto cells = constantQ(noise(0.5, 8000, SampleRate(8000)), {}, nobody);
  ASSERT_TRUE(cells);
  EXPECT_GT(std::abs(cells->at(237, 10)), 0);  // 3974 Hz
  EXPECT_EQ(std::abs(cells->at(239, 10)), 0);  // 4114 Hz
}

TEST(ConstantQ, FindsTheBinOfAFrequencyAndBack) {
  EXPECT_NEAR(binOfFrequency({}, 440), 110, 1e-6);
  EXPECT_NEAR(frequencyOfBin({}, binOfFrequency({}, 1234.5)), 1234.5, 1e-9);
}

TEST(ConstantQ, RefusesWhatItCannotCompute) {
  Unwatched nobody;
  EXPECT_EQ(constantQ(audio::AudioClip(), {}, nobody).error().code, ErrorCode::BadFormat);
  const audio::AudioClip broken({0.0f, std::numeric_limits<float>::quiet_NaN()}, kModelRate);
  EXPECT_EQ(constantQ(broken, {}, nobody).error().code, ErrorCode::BadFormat);
  const auto refused = [&](auto change) {
    ConstantQParams params;
    change(params);
    const auto result = constantQ(noise(0.5, 1000), params, nobody);
    return !result && result.error().code == ErrorCode::Unsupported;
  };
  EXPECT_TRUE(refused([](auto& p) { p.bins = 0; }));
  EXPECT_TRUE(refused([](auto& p) { p.hop = 0; }));
  EXPECT_TRUE(refused([](auto& p) { p.lowest = std::nan(""); }));
  EXPECT_TRUE(refused([](auto& p) { p.lowest = 0.01; }));       // kernels of 74 million samples
  EXPECT_TRUE(refused([](auto& p) { p.filterScale = 0.01; }));  // less than a period
  EXPECT_TRUE(refused([](auto& p) {
    p.bins = 4096;
    p.binsPerOctave = 480;
    p.filterScale = 8;
  }));
}

TEST(ConstantQ, StopsWhenItIsCancelled) {
  Impatient impatient(2);
  const auto result = constantQ(noise(0.5, 64000), {}, impatient);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::Cancelled);
}

TEST(ConstantQ, TellsItsProgressToTheEnd) {
  Listener listener;
  ASSERT_TRUE(constantQ(noise(0.5, 200000), {}, listener));
  ASSERT_GE(listener.told.size(), 3u);
  EXPECT_TRUE(std::is_sorted(listener.told.begin(), listener.told.end()));
  EXPECT_EQ(listener.told.back(), 1);
}

TEST(ConstantQ, GivesEveryThreadTheSameCells) {
  const auto clip = pluck(16000);
  ConstantQParams params;
  params.bins = 120;  // its own kernels: the threads meet while they are made
  std::vector<std::vector<std::complex<float>>> results(4);
  std::vector<std::thread> threads;
  for (auto& result : results) {
    threads.emplace_back([&] {
      Unwatched nobody;
      if (auto cells = constantQ(clip, params, nobody)) result = std::move(cells->cells);
    });
  }
  for (auto& thread : threads) thread.join();
  ASSERT_FALSE(results[0].empty());
  for (const auto& result : results) EXPECT_EQ(result, results[0]);
}

}  // namespace
}  // namespace timbre::spectral
