// A 4 s note, one core. The ratio to read is PlainClosedForm over ConstantQ.
#include <benchmark/benchmark.h>

#include <cmath>
#include <numbers>
#include <vector>

#include "spectral/Colour.h"
#include "spectral/GriffinLim.h"
#include "spectral/Rainbowgram.h"

namespace {

using namespace timbre;
using namespace timbre::spectral;

// Ten harmonics that die away.
audio::AudioClip note() {
  std::vector<float> samples(kNoteSamples);
  for (int i = 0; i < kNoteSamples; ++i) {
    double sum = 0;
    for (int h = 1; h <= 10; ++h) {
      sum += std::sin(2 * std::numbers::pi * 220.0 * h * i / kModelRate.hz) / h;
    }
    samples[i] = static_cast<float>(0.3 * sum * std::exp(-i / 20000.0));
  }
  return {std::move(samples), kModelRate};
}

// The sum as it is written down, in float and at the hop's samples only, its taps side by side in
// vectors. The kernels are made beforehand, as ConstantQ's are.
class PlainClosedForm {
 public:
  explicit PlainClosedForm(const ConstantQParams& params) : params_(params) {
    for (int bin = 0; bin < params.bins; ++bin) addKernel(bin);
  }

  std::vector<std::complex<float>> of(const std::vector<float>& padded, int frames) const {
    std::vector<std::complex<float>> cells(static_cast<std::size_t>(params_.bins) * frames);
    for (int bin = 0; bin < params_.bins; ++bin) {
      for (int t = 0; t < frames; ++t) {
        cells[static_cast<std::size_t>(bin) * frames + t] = cell(bin, padded.data(), t);
      }
    }
    return cells;
  }

  int pad() const { return static_cast<int>(kernels_.front().re.size() / 2); }

 private:
  struct Kernel {
    std::vector<float> re, im;
  };

  void addKernel(int bin) {
    const double length = kernelLength(params_, kModelRate, bin);
    const int half = static_cast<int>(length / 2), count = 2 * half + 1;
    Kernel kernel;
    for (int i = 0; i < count - 1; ++i) {
      const int m = i - half;
      const double window = 0.5 + 0.5 * std::cos(2 * std::numbers::pi * (m + 0.5) / count);
      const double gain = std::sqrt(length) * window / (0.5 * count);
      const double angle = 2 * std::numbers::pi * frequencyOfBin(params_, bin) * m / kModelRate.hz;
      kernel.re.push_back(static_cast<float>(gain * std::cos(angle)));
      kernel.im.push_back(static_cast<float>(-gain * std::sin(angle)));
    }
    kernels_.push_back(std::move(kernel));
  }

  std::complex<float> cell(int bin, const float* padded, int frame) const {
    const Kernel& kernel = kernels_[bin];
    const int count = static_cast<int>(kernel.re.size());
    const float* x = padded + pad() + frame * params_.hop - count / 2;
    const float* re = kernel.re.data();
    const float* im = kernel.im.data();
    constexpr int kLanes = 16;  // independent sums, which the compiler may keep in vectors
    float sumRe[kLanes] = {}, sumIm[kLanes] = {};
    int i = 0;
    for (; i + kLanes <= count; i += kLanes) {
      for (int lane = 0; lane < kLanes; ++lane) {
        sumRe[lane] += re[i + lane] * x[i + lane];
        sumIm[lane] += im[i + lane] * x[i + lane];
      }
    }
    for (; i < count; ++i) {
      sumRe[0] += re[i] * x[i];
      sumIm[0] += im[i] * x[i];
    }
    for (int lane = 1; lane < kLanes; ++lane) {
      sumRe[0] += sumRe[lane];
      sumIm[0] += sumIm[lane];
    }
    return {sumRe[0], sumIm[0]};
  }

  ConstantQParams params_;
  std::vector<Kernel> kernels_;
};

void plainClosedForm(benchmark::State& state) {
  const PlainClosedForm plain{ConstantQParams{}};
  const auto clip = note();
  std::vector<float> padded(plain.pad() * 2 + kNoteSamples + 256);
  std::copy(clip.samples().begin(), clip.samples().end(), padded.begin() + plain.pad());
  for (auto _ : state) benchmark::DoNotOptimize(plain.of(padded, 251));
  // That both compute the same is a condition of the comparison.
  Unwatched nobody;
  const auto fast = constantQ(clip, {}, nobody);
  const auto slow = plain.of(padded, 251);
  double error = 0, whole = 0;
  for (std::size_t i = 0; i < slow.size(); ++i) {
    error += std::norm(slow[i] - fast->cells[i]);
    whole += std::norm(slow[i]);
  }
  state.counters["relative_difference"] = std::sqrt(error / whole);
}

void constantQOfNote(benchmark::State& state) {
  const auto clip = note();
  Unwatched nobody;
  benchmark::DoNotOptimize(constantQ(clip, {}, nobody));  // makes the kernels
  for (auto _ : state) benchmark::DoNotOptimize(constantQ(clip, {}, nobody));
}

void rainbowgramOfNote(benchmark::State& state) {
  const auto clip = note();
  Unwatched nobody;
  benchmark::DoNotOptimize(rainbowgram(clip, {}, nobody));
  for (auto _ : state) {
    const auto picture = rainbowgram(clip, {}, nobody);
    benchmark::DoNotOptimize(coloured(*picture, {}));
  }
}

// Argument: iterations.
void griffinLimOfNote(benchmark::State& state) {
  const auto picture = logSpectrogram(note());
  const auto magnitudes = magnitudesOf(*picture);
  GriffinLimParams params;
  params.iterations = static_cast<int>(state.range(0));
  Unwatched nobody;
  for (auto _ : state) {
    const auto sound = griffinLim(magnitudes, picture->frames, params, nobody);
    benchmark::DoNotOptimize(sound->data());
    state.counters["convergence_db"] =
        decibels(*spectralConvergence(*sound, magnitudes, picture->frames, params.stft));
  }
}

BENCHMARK(plainClosedForm)->Unit(benchmark::kMillisecond);
BENCHMARK(constantQOfNote)->Unit(benchmark::kMillisecond);
BENCHMARK(rainbowgramOfNote)->Unit(benchmark::kMillisecond);
BENCHMARK(griffinLimOfNote)->Arg(8)->Arg(64)->Arg(200)->Unit(benchmark::kMillisecond);

}  // namespace
