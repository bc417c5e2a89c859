/// The directions in which points differ most.
#pragma once

#include <span>
#include <vector>

namespace timbre::similarity {

struct Point2 {
  float x = 0, y = 0;
  bool operator==(const Point2&) const = default;
};

/// `places`: [n x dimensions], row-major. Each point's place along the two directions of largest
/// spread, which has mean 0 and, in x, spread 1. The larger side of each direction is the one with
/// the longer tail, so that the same points always give the same picture. Fewer than three points,
/// or points that are all alike, lie at 0. 20,000 points of 24 dimensions: some 20 ms. Any thread.
std::vector<Point2> pcaLayout(std::span<const float> places, int dimensions);

}  // namespace timbre::similarity
