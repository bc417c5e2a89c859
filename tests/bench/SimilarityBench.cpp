/// The map of a library: PCA, the graph of nearest neighbours, UMAP; and one search for similar
/// notes among 305,979.
#include <benchmark/benchmark.h>

#include <random>

#include "similarity/NoteVectors.h"
#include "similarity/Umap.h"

namespace timbre::similarity {
namespace {

/// 200 instruments, each a cloud of its own.
const std::vector<float>& places(std::size_t notes) {
  static std::vector<float> all;
  if (all.size() == notes * kPlaces) return all;
  std::mt19937 random(1);
  std::normal_distribution<float> normal(0, 1);
  std::vector<float> middles(200 * kPlaces);
  for (float& middle : middles) middle = 2 * normal(random);
  all.clear();
  for (std::size_t i = 0; i < notes; ++i)
    for (std::size_t d = 0; d < kPlaces; ++d)
      all.push_back(middles[i % 200 * kPlaces + d] + 0.7f * normal(random));
  return all;
}

void Pca(benchmark::State& state) {
  const auto& points = places(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) benchmark::DoNotOptimize(pcaLayout(points, kPlaces).front().x);
}
BENCHMARK(Pca)->Arg(20000)->Arg(305979)->Unit(benchmark::kMillisecond);

void Neighbours(benchmark::State& state) {
  const auto& points = places(static_cast<std::size_t>(state.range(0)));
  Unwatched quiet;
  for (auto _ : state)
    benchmark::DoNotOptimize(neighbourGraph(points, kPlaces, 15, 1, quiet)->each);
}
BENCHMARK(Neighbours)->Arg(5000)->Arg(20000)->Unit(benchmark::kSecond)->Iterations(1);

void Umap(benchmark::State& state) {
  const auto& points = places(static_cast<std::size_t>(state.range(0)));
  Unwatched quiet;
  const auto graph = neighbourGraph(points, kPlaces, 15, 0, quiet);
  for (auto _ : state)
    benchmark::DoNotOptimize(umapLayout(*graph, pcaLayout(points, kPlaces), {}, quiet)->front().x);
}
BENCHMARK(Umap)->Arg(5000)->Arg(20000)->Unit(benchmark::kSecond)->Iterations(1);

void Similar(benchmark::State& state) {
  const auto& points = places(305979);
  VectorTable table;
  table.vectors.resize(305979);
  table.known.assign(305979, 1);
  for (std::size_t i = 0; i < table.vectors.size(); ++i)
    std::copy_n(points.begin() + static_cast<std::ptrdiff_t>(i * kPlaces), kPlaces,
                table.vectors[i].place.begin());
  for (auto _ : state)
    benchmark::DoNotOptimize(similarNotes({}, table, table.vectors[7], 7, {}).front().index);
}
BENCHMARK(Similar)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace timbre::similarity
