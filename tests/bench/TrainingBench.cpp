/// Samples a second of training the compact WaveNet (residual 64, encoder 64, 30 + 30 layers, crops
/// of 3072): our kernels against LibTorch's operations, on one core each and on two.
/// By the clock, so on a busy machine compare within one run and take the best of several.
#include <benchmark/benchmark.h>
#include <stdlib.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "training/learner/Trainer.h"

namespace {

using namespace timbre;

training::Batch batchOf(int count) {
  constexpr int kSamples = 3072;
  training::Batch batch{count, kSamples, {}, {}, {}};
  for (int i = 0; i < count * kSamples; ++i)
    batch.classes.push_back(static_cast<std::uint8_t>(128 + i * 7 % 97 - 48));
  batch.pitch.assign(static_cast<std::size_t>(count), 60);
  return batch;
}

void steps(benchmark::State& state, int skip, int threads, bool plain) {
  const model::WaveNetConfig config{
      .width = 64, .skip = skip, .aeWidth = 64, .pitchConditioned = true};
  auto trainer = training::Trainer::create(
      config, {.device = "cpu", .threads = threads, .process = {}, .plain = plain});
  if (!trainer) return state.SkipWithError(trainer.error().message.c_str());
  const training::Batch batch = batchOf(threads);
  (void)(*trainer)->step(batch, 1e-4);
  for (auto _ : state) benchmark::DoNotOptimize((*trainer)->step(batch, 1e-4));
  state.SetItemsProcessed(state.iterations() * batch.count * batch.samples);
}

BENCHMARK_CAPTURE(steps, LibTorch_skip64_one_core, 64, 1, true)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(steps, ours_skip64_one_core, 64, 1, false)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(steps, LibTorch_skip128_one_core, 128, 1, true)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(steps, ours_skip128_one_core, 128, 1, false)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(steps, LibTorch_skip64_two_cores, 64, 2, true)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();
BENCHMARK_CAPTURE(steps, ours_skip64_two_cores, 64, 2, false)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();
BENCHMARK_CAPTURE(steps, LibTorch_skip128_two_cores, 128, 2, true)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();
BENCHMARK_CAPTURE(steps, ours_skip128_two_cores, 128, 2, false)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

/// Notes a second of training the compact baseline, told the pitch; in the first steps (`held`
/// false) with the batch's own statistics, then with held ones.
void notes(benchmark::State& state, int count, bool held, bool plain) {
  const model::BaselineConfig config{.divide = 4, .z = 496, .pitchConditioned = true};
  auto trainer = training::Trainer::create(
      config, {.device = "cpu", .threads = 1, .process = {}, .plain = plain});
  if (!trainer) return state.SkipWithError(trainer.error().message.c_str());
  const std::filesystem::path model =
      std::filesystem::temp_directory_path() / ("timbre-bench-" + std::to_string(::getpid()));
  if (held && !((*trainer)->writeModel(model, {}) && (*trainer)->startFrom(model)))
    return state.SkipWithError("no model could be written");
  std::filesystem::remove(model);
  training::Batch batch{count, 64000, {}, {}, {}};
  for (int i = 0; i < count * batch.samples; ++i)
    batch.classes.push_back(static_cast<std::uint8_t>(128 + i * 7 % 97 - 48));
  batch.pitch.assign(static_cast<std::size_t>(count), 60);
  (void)(*trainer)->step(batch, 1e-4);
  for (auto _ : state) benchmark::DoNotOptimize((*trainer)->step(batch, 1e-4));
  state.SetItemsProcessed(state.iterations() * batch.count);
}

BENCHMARK_CAPTURE(notes, LibTorch_baseline_4_notes, 4, true, true)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(notes, ours_baseline_4_notes, 4, true, false)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(notes, LibTorch_baseline_measured, 4, false, true)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(notes, ours_baseline_measured, 4, false, false)->Unit(benchmark::kMillisecond);

}  // namespace
