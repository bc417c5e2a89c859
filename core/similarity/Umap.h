/// Points of many dimensions as a picture in which neighbours stay neighbours.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "base/Progress.h"
#include "base/Result.h"
#include "similarity/NeighbourGraph.h"
#include "similarity/Pca.h"

namespace timbre::similarity {

struct UmapOptions {
  double minimalDistance = 0.1;  ///< between two dots of the picture, where a cluster is about 10
  double spread = 1;
  int epochs = 0;     ///< 0: 500 for 10,000 points or fewer, 200 for more
  int negatives = 5;  ///< points to move away from for each neighbour to move towards
  unsigned seed = 1;  ///< the same seed, the same picture
  /// Is shown the picture as it grows, every twentieth of the way; may be empty.
  std::function<void(std::span<const Point2>)> grows = {};
};

/// UMAP (McInnes, Healy and Melville 2018) over the graph of the nearest neighbours, from where the
/// points lie in `begin` (pcaLayout). One thread. 20,000 points with 15 neighbours each: a few
/// seconds. Cancellable.
Result<std::vector<Point2>> umapLayout(const NeighbourGraph& graph, std::vector<Point2> begin,
                                       const UmapOptions& options, Progress& progress);

/// Where a point belongs in a picture that is there: the mean of its neighbours' places, nearer
/// ones counting more. `neighbours` index `layout`; none: (0, 0).
Point2 placeBetween(std::span<const Neighbour> neighbours, std::span<const Point2> layout);

}  // namespace timbre::similarity
