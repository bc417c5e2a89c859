/// The nearest points of each point.
#pragma once

#include <span>
#include <vector>

#include "base/Progress.h"
#include "base/Result.h"

namespace timbre::similarity {

struct Neighbour {
  int index = -1;
  float distance = 0;  ///< Euclidean
  bool operator==(const Neighbour&) const = default;
};

/// `each` neighbours of point i stand from i * each on, nearest first, the point itself not among
/// them.
struct NeighbourGraph {
  int each = 0;
  std::vector<Neighbour> neighbours;

  std::span<const Neighbour> of(std::size_t point) const {
    return std::span(neighbours)
        .subspan(point * static_cast<std::size_t>(each), static_cast<std::size_t>(each));
  }
};

/// `places`: [n x dimensions], row-major. `each` is cut to n - 1. Exact up to 8,192 points, above
/// by HNSW (Malkov and Yashunin 2018), which misses some 2 %. `threads` 0: all cores. Cancellable.
Result<NeighbourGraph> neighbourGraph(std::span<const float> places, int dimensions, int each,
                                      int threads, Progress& progress);

/// The nearest `each` of `candidates` (indices into `places`) to a place, nearest first. 300,000
/// candidates of 24 dimensions: some 10 ms.
std::vector<Neighbour> nearestOf(std::span<const float> place, std::span<const float> places,
                                 std::span<const int> candidates, int each);

}  // namespace timbre::similarity
