/// What the library's pictures cost: thumbnails made and found again on disk, the dots of the map.
#include <benchmark/benchmark.h>

#include <random>

#include "support/FullLibrary.h"
#include "support/TemporaryFolder.h"
#include "ui/library/MapDots.h"
#include "ui/library/Thumbnails.h"

namespace timbre::ui {
namespace {

constexpr int kAll = 305979;

/// The notes that come with the program.
const dataset::NoteLibrary& starter() {
  static const test::TemporaryFolder place;
  static const dataset::NoteLibrary library = [] {
    Unwatched quiet;
    return *dataset::NoteLibrary::open(std::filesystem::path(TIMBRE_ASSETS) / "library", quiet,
                                       place.path());
  }();
  return library;
}

const dataset::NoteLibrary& full() {
  static const test::TemporaryFolder place;
  static const dataset::NoteLibrary library = [] {
    Unwatched quiet;
    test::writeFullLibrary(place / "nsynth");
    return *dataset::NoteLibrary::open(place / "nsynth", quiet, place / "index");
  }();
  return library;
}

void MakeThumbnails(benchmark::State& state) {
  Unwatched quiet;
  int note = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(thumbnailOf(starter().note(note), quiet)->width());
    note = (note + 1) % starter().size();
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(MakeThumbnails)->Unit(benchmark::kMillisecond);

void FindThumbnailsOnDisk(benchmark::State& state) {
  const test::TemporaryFolder place;
  const ThumbnailFolder kept(place.path());
  constexpr int kSome = 64;
  Unwatched quiet;
  for (int note = 0; note < kSome; ++note)
    kept.keep(starter().note(note), *thumbnailOf(starter().note(note), quiet));
  int note = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(kept.load(starter().note(note)).width());
    note = (note + 1) % kSome;
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(FindThumbnailsOnDisk)->Unit(benchmark::kMillisecond);

void ColourDots(benchmark::State& state) {
  full();  // made outside the time
  const auto by = static_cast<MapColour>(state.range(0));
  for (auto _ : state) benchmark::DoNotOptimize(dotLooks(full(), by).front().colour);
}
BENCHMARK(ColourDots)->DenseRange(0, 3)->Unit(benchmark::kMillisecond);

/// A frame of the map at 1200 x 800 with every note in view.
void DrawDots(benchmark::State& state) {
  std::mt19937 random(1);
  std::normal_distribution<float> normal(0, 1);
  std::vector<similarity::Point2> points(kAll);
  for (auto& point : points) point = {normal(random), normal(random)};
  const std::vector<char> placed(kAll, 1), found(kAll, 1);
  const std::vector<DotLook> looks(kAll, {qRgb(200, 100, 50), std::int8_t{0}});
  const auto view = QTransform::fromTranslate(600, 400).scale(150, -100);
  for (auto _ : state)
    benchmark::DoNotOptimize(
        dotPicture({points, placed, found, looks}, view, QSize(1200, 800), 1, QPalette()).width());
}
BENCHMARK(DrawDots)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace timbre::ui
