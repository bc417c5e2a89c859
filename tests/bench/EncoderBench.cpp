/// Seconds the WaveNet encoder takes for a 4 s note, by width, kind of processor and cores, against
/// the same network in LibTorch in the same run. The quickest of many notes, in processor time of
/// the process per core: the wall clock of a machine that nobody else uses.
#include <ATen/ATen.h>
#include <benchmark/benchmark.h>
#include <time.h>

#include <algorithm>
#include <map>
#include <string>

#include "base/Units.h"
#include "model/nets/TorchRuntime.h"
#include "model/nets/WaveNet.h"
#include "model/wavenet/WaveNetWeights.h"
#include "support/TemporaryFolder.h"

namespace timbre::model::nets {
namespace {

/// The multiply-adds of the layers.
double productsOf(const WaveNetConfig& c) {
  return 4.0 * c.aeWidth * c.aeWidth * c.aeLayers * kNoteSamples;
}

WaveNetConfig configOf(int width) {
  return {.width = 4, .skip = 4, .layers = 1, .aeWidth = width};
}

void report(benchmark::State& state, int width, int threads, double seconds, bool isReference) {
  static std::map<std::pair<int, int>, double> references;
  double& reference = references[{width, threads}];
  if (isReference) reference = seconds;
  state.counters["s/note"] = seconds;
  state.counters["real time"] = kNoteSamples / (kModelRate.hz * seconds);
  state.counters["G products/s"] = productsOf(configOf(width)) / seconds * 1e-9;
  state.counters["vs LibTorch"] = reference / seconds;
}

double processSeconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

template <class Work>
double quickest(benchmark::State& state, int threads, Work work) {
  double best = 1e9;
  for (auto _ : state) {
    const double before = processSeconds();
    work();
    best = std::min(best, (processSeconds() - before) / threads);
  }
  return best;
}

void runTorch(benchmark::State& state, int width, int threads) {
  const InferenceCall call(threads);
  const auto config = configOf(width);
  const WaveNet net(config, freshWeights(config, 1, true));
  const at::Tensor x = at::rand({1, kNoteSamples}) - 0.5;
  report(
      state, width, threads,
      quickest(state, threads, [&] { benchmark::DoNotOptimize(net.encode(x).data_ptr<float>()); }),
      true);
}

encoder::EncoderWeights freshEncoder(const WaveNetConfig& config) {
  const test::TemporaryFolder folder;
  const auto path = folder / "fresh.safetensors";
  (void)writeWeights(path, freshWeights(config, 1, true), config);
  return wavenet::encoderWeights(SafeTensors::open(path).value(), config).value();
}

void runOurs(benchmark::State& state, int width, int threads, const std::string& target) {
  const auto config = configOf(width);
  const auto encoder = encoder::pack(freshEncoder(config), target).value();
  std::vector<float> samples(kNoteSamples);
  for (std::size_t i = 0; i < samples.size(); ++i)
    samples[i] = static_cast<float>(i * 2654435761u % 65536) / 65536 - 0.5f;
  Unwatched quiet;
  report(state, width, threads,
         quickest(
             state, threads,
             [&] { benchmark::DoNotOptimize(encoder::encode(*encoder, samples, threads, quiet)); }),
         false);
}

/// LibTorch comes first for each width: the others are told as multiples of it.
const bool kRegistered = [] {
  for (const int width : {64, 128})
    for (const int threads : {1, 2}) {
      const std::string name =
          "width " + std::to_string(width) + ", cores " + std::to_string(threads);
      benchmark::RegisterBenchmark((name + ", LibTorch").c_str(), [=](auto& state) {
        runTorch(state, width, threads);
      })->Iterations(10);
      for (const auto& target : encoder::targetsHere())
        benchmark::RegisterBenchmark((name + ", " + target).c_str(), [=](auto& state) {
          runOurs(state, width, threads, target);
        })->Iterations(20);
    }
  return true;
}();

}  // namespace
}  // namespace timbre::model::nets
