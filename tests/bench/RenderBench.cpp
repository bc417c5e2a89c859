/// Rendering notes from a SoundFont, on one thread and on two, opening it included: notes a second,
/// and how many times faster than they play (4 s each); notes a second of processor time, which
/// other work on the machine touches less. Skipped where there is no SoundFont.
#include <benchmark/benchmark.h>

#include <ctime>
#include <filesystem>

#include "base/Progress.h"
#include "render/RenderRequest.h"

namespace timbre::render {
namespace {

constexpr double kSecondsANote = 4;

/// Two instruments, every seventh pitch, two velocities: some 40 notes.
void Render(benchmark::State& state) {
  RenderRequest request;
  if (!std::filesystem::exists(request.soundFont))
    return state.SkipWithError(("no " + request.soundFont.string()).c_str());
  request.pitchStep = 7;
  request.velocities = {50, 127};
  request.instruments = {"0:0", "0:73"};
  request.threads = static_cast<int>(state.range(0));
  Unwatched quiet;
  double notes = 0;
  const std::clock_t began = std::clock();
  for (auto _ : state) {
    const auto rendered = renderNotes(
        request,
        [](const dataset::NoteInfo&, const audio::AudioClip& sound) -> Result<void> {
          benchmark::DoNotOptimize(sound.samples().data());
          return {};
        },
        quiet);
    if (!rendered) return state.SkipWithError(rendered.error().message.c_str());
    notes += rendered->notes;
  }
  state.counters["notes/s"] = benchmark::Counter(notes, benchmark::Counter::kIsRate);
  state.counters["x_real_time"] =
      benchmark::Counter(notes * kSecondsANote, benchmark::Counter::kIsRate);
  const auto spent = static_cast<double>(std::clock() - began) / CLOCKS_PER_SEC;
  state.counters["notes/core_s"] = notes / spent;
}
BENCHMARK(Render)
    ->Arg(1)
    ->Arg(2)
    ->ArgName("threads")
    ->Unit(benchmark::kMillisecond)
    ->MeasureProcessCPUTime()
    ->UseRealTime();

}  // namespace
}  // namespace timbre::render
