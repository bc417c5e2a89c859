/// The index of a library of NSynth's full size: making it, opening it again, asking it, and the
/// memory it takes. The reference in the same run is reading the table of notes without keeping it.
#include <benchmark/benchmark.h>

#include <fstream>
#include <string>

#include "dataset/NoteLibrary.h"
#include "support/FullLibrary.h"
#include "support/TemporaryFolder.h"

namespace timbre::dataset {
namespace {

namespace fs = std::filesystem;

/// Made once: 305,979 notes take some seconds.
const fs::path& fullFolder() {
  static const test::TemporaryFolder place;
  static const fs::path folder = [] {
    test::writeFullLibrary(place / "nsynth");
    return place / "nsynth";
  }();
  return folder;
}

const fs::path& indexes() {
  static const test::TemporaryFolder place;
  return place.path();
}

const NoteLibrary& fullLibrary() {
  static const NoteLibrary library = [] {
    Unwatched quiet;
    return *NoteLibrary::open(fullFolder(), quiet, indexes());
  }();
  return library;
}

double residentMegabytes() {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;)
    if (word == "VmRSS:") {
      double kilobytes = 0;
      status >> kilobytes;
      return kilobytes / 1024;
    }
  return 0;
}

void ReadTheTable(benchmark::State& state) {
  fullFolder();
  Unwatched quiet;
  std::int64_t notes = 0;
  for (auto _ : state)
    (void)readExamplesJson(
        fullFolder() / "examples.json", [&](const Result<NoteInfo>&) { ++notes; }, quiet);
  state.SetItemsProcessed(notes);
}
BENCHMARK(ReadTheTable)->Unit(benchmark::kMillisecond)->Iterations(1);

void MakeTheIndex(benchmark::State& state) {
  fullFolder();
  Unwatched quiet;
  std::int64_t notes = 0;
  for (auto _ : state) {
    const test::TemporaryFolder fresh;
    notes += NoteLibrary::open(fullFolder(), quiet, fresh.path())->size();
  }
  state.SetItemsProcessed(notes);
}
BENCHMARK(MakeTheIndex)->Unit(benchmark::kMillisecond)->Iterations(2);

void OpenAgain(benchmark::State& state) {
  fullLibrary();
  Unwatched quiet;
  for (auto _ : state)
    benchmark::DoNotOptimize(NoteLibrary::open(fullFolder(), quiet, indexes())->size());
  const double before = residentMegabytes();
  const auto library = *NoteLibrary::open(fullFolder(), quiet, indexes());
  for (int i = 0; i < library.size(); i += 50) benchmark::DoNotOptimize(library.note(i).pitch);
  state.counters["MB"] = residentMegabytes() - before;
}
BENCHMARK(OpenAgain)->Unit(benchmark::kMillisecond)->Iterations(10);

void Ask(benchmark::State& state, const NoteQuery& query, NoteOrder order) {
  std::size_t hits = 0;
  for (auto _ : state) hits = fullLibrary().select(query, order).size();
  state.counters["notes"] = static_cast<double>(hits);
}
const NoteOrder kByPitch{NoteOrder::Pitch, true};
BENCHMARK_CAPTURE(Ask, everything, NoteQuery{}, NoteOrder{})->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(Ask, everything_by_pitch, NoteQuery{}, kByPitch)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(Ask, family, NoteQuery{.families = 1u << 4}, kByPitch)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(Ask, text_a, NoteQuery{.text = "a"}, kByPitch)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(Ask, text_key, NoteQuery{.text = "key"}, kByPitch)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(Ask, text_acoustic, NoteQuery{.text = "acoustic"}, kByPitch)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(Ask, text_brass_c4, NoteQuery{.text = "brass c4"}, kByPitch)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(Ask, text_nowhere, NoteQuery{.text = "zither"}, kByPitch)
    ->Unit(benchmark::kMillisecond);

void CountFacets(benchmark::State& state, const NoteQuery& query) {
  std::size_t hits = 0;
  for (auto _ : state) hits = fullLibrary().ask(query, kByPitch).notes.size();
  state.counters["notes"] = static_cast<double>(hits);
}
BENCHMARK_CAPTURE(CountFacets, everything, NoteQuery{})->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(CountFacets, keyboard_loud,
                  NoteQuery{.families = 1u << 4, .velocities = keysBetween(100, 127)})
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(CountFacets, text_brass_c4, NoteQuery{.text = "brass c4"})
    ->Unit(benchmark::kMillisecond);

void OneNote(benchmark::State& state) {
  int at = 0;
  for (auto _ : state) {
    at = (at + 104729) % fullLibrary().size();  // never one that was fetched before
    benchmark::DoNotOptimize(fullLibrary().note(at).pitch);
  }
}
BENCHMARK(OneNote)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace timbre::dataset
