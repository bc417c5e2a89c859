#include "similarity/NeighbourGraph.h"

#include <algorithm>
#include <cmath>
#include <memory>

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wall"
#pragma GCC diagnostic ignored "-Wextra"
#pragma GCC diagnostic ignored "-Wpedantic"
#pragma GCC diagnostic ignored "-Wshadow"
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wold-style-cast"
#pragma GCC diagnostic ignored "-Wnon-virtual-dtor"
#include <hnswlib/hnswlib.h>
#pragma GCC diagnostic pop

#include "base/ParallelFor.h"
#include "similarity/SquaredDistance.h"

namespace timbre::similarity {
namespace {

constexpr std::size_t kMostExact = 8192;
constexpr std::size_t kLot = 64;  // points between two looks at the progress

struct Points {
  std::span<const float> places;
  int dimensions;

  std::size_t count() const { return places.size() / static_cast<std::size_t>(dimensions); }
  std::span<const float> at(std::size_t i) const {
    const auto size = static_cast<std::size_t>(dimensions);
    return places.subspan(i * size, size);
  }
};

void keepNearest(std::vector<Neighbour>& found, std::size_t each) {
  each = std::min(each, found.size());
  std::ranges::partial_sort(found, found.begin() + static_cast<std::ptrdiff_t>(each), {},
                            &Neighbour::distance);
  found.resize(each);
  for (Neighbour& one : found) one.distance = std::sqrt(one.distance);
}

void put(NeighbourGraph& graph, std::size_t point, const std::vector<Neighbour>& found) {
  std::ranges::copy(found,
                    graph.neighbours.begin() +
                        static_cast<std::ptrdiff_t>(point * static_cast<std::size_t>(graph.each)));
}

/// Lots of points in parallel.
Result<void> forPoints(std::size_t count, int threads, Progress& progress,
                       const std::function<void(std::size_t)>& work) {
  const std::size_t lots = (count + kLot - 1) / kLot;
  return parallelFor(lots, threads, progress,
                     [&](std::size_t lot, ParallelWorker& worker) -> Result<void> {
                       const std::size_t end = std::min(count, (lot + 1) * kLot);
                       for (std::size_t i = lot * kLot; i < end; ++i) {
                         if (worker.cancelled()) return cancelled();
                         work(i);
                       }
                       return {};
                     });
}

Result<void> exact(const Points& points, NeighbourGraph& graph, int threads, Progress& progress) {
  return forPoints(points.count(), threads, progress, [&](std::size_t i) {
    std::vector<Neighbour> found;
    found.reserve(points.count());
    for (std::size_t j = 0; j < points.count(); ++j)
      if (j != i)
        found.push_back({static_cast<int>(j), squaredDistance(points.at(i), points.at(j))});
    keepNearest(found, static_cast<std::size_t>(graph.each));
    put(graph, i, found);
  });
}

/// Where many points lie at one place, HNSW may reach fewer than it was asked for: the points that
/// come next in their order stand in.
void complete(std::vector<Neighbour>& found, const Points& points, std::size_t i,
              std::size_t each) {
  for (std::size_t step = 1; found.size() < each && step < points.count(); ++step) {
    const std::size_t j = (i + step) % points.count();
    const auto there = static_cast<int>(j);
    if (std::ranges::find(found, there, &Neighbour::index) != found.end()) continue;
    found.push_back({there, squaredDistance(points.at(i), points.at(j))});
  }
}

Result<void> approximate(const Points& points, NeighbourGraph& graph, int threads,
                         Progress& progress) {
  constexpr std::size_t kLinks = 12, kEffort = 80;
  hnswlib::L2Space space(static_cast<std::size_t>(points.dimensions));
  hnswlib::HierarchicalNSW<float> index(&space, points.count(), kLinks, kEffort);
  index.setEf(static_cast<std::size_t>(graph.each) * 3);
  index.addPoint(points.at(0).data(), 0);
  PartOf building(progress, 0, 0.6), asking(progress, 0.6, 1);
  auto done = forPoints(points.count() - 1, threads, building,
                        [&](std::size_t i) { index.addPoint(points.at(i + 1).data(), i + 1); });
  if (!done) return done;
  return forPoints(points.count(), threads, asking, [&](std::size_t i) {
    auto heap = index.searchKnn(points.at(i).data(), static_cast<std::size_t>(graph.each) + 1);
    std::vector<Neighbour> found;
    for (; !heap.empty(); heap.pop())
      if (heap.top().second != i)
        found.push_back({static_cast<int>(heap.top().second), heap.top().first});
    complete(found, points, i, static_cast<std::size_t>(graph.each));
    keepNearest(found, static_cast<std::size_t>(graph.each));
    put(graph, i, found);
  });
}

}  // namespace

Result<NeighbourGraph> neighbourGraph(std::span<const float> places, int dimensions, int each,
                                      int threads, Progress& progress) {
  const Points points{places, dimensions};
  NeighbourGraph graph;
  if (points.count() < 2) return graph;
  graph.each = std::min(each, static_cast<int>(points.count()) - 1);
  graph.neighbours.resize(points.count() * static_cast<std::size_t>(graph.each));
  const auto make = points.count() <= kMostExact ? &exact : &approximate;
  if (const auto done = make(points, graph, threads, progress); !done)
    return tl::unexpected(done.error());
  return graph;
}

std::vector<Neighbour> nearestOf(std::span<const float> place, std::span<const float> places,
                                 std::span<const int> candidates, int each) {
  const int dimensions = static_cast<int>(place.size());
  const Points points{places, dimensions};
  std::vector<Neighbour> found;
  found.reserve(candidates.size());
  for (const int i : candidates)
    found.push_back({i, squaredDistance(place, points.at(static_cast<std::size_t>(i)))});
  keepNearest(found, static_cast<std::size_t>(std::max(each, 0)));
  return found;
}

}  // namespace timbre::similarity
