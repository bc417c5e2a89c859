#include "similarity/Umap.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <memory>

namespace timbre::similarity {
namespace {

constexpr std::size_t kBetweenLooks = 1024;  // points, between two looks at the progress

struct Edge {
  int from = 0, to = 0;
  float weight = 0;  // (0, 1]
};

/// Fast, and good enough for choosing points.
class Random {
 public:
  explicit Random(std::uint64_t seed)
      : state_(seed * 2685821657736338717ull + 88172645463325252ull) {}
  std::uint64_t next() {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 7;
    state_ ^= state_ << 17;
    return state_;
  }
  /// `count` below 2^32.
  std::size_t below(std::size_t count) { return (next() >> 32) * count >> 32; }

 private:
  std::uint64_t state_;
};

/// The width at which the neighbours' weights add up to log2 of their number.
float widthOf(std::span<const Neighbour> near) {
  const double target = std::log2(static_cast<double>(near.size()) + 1);
  const float nearest = near.front().distance;
  double low = 0, high = 1e9, width = 1;
  for (int step = 0; step < 48; ++step) {
    double sum = 0;
    for (const Neighbour& n : near)
      sum += std::exp(-std::max(0.0, static_cast<double>(n.distance - nearest)) / width);
    (sum > target ? high : low) = width;
    width = high > 1e8 ? width * 2 : (low + high) / 2;
  }
  double mean = 0;
  for (const Neighbour& n : near) mean += n.distance / static_cast<double>(near.size());
  return static_cast<float>(std::max(width, 1e-3 * mean + 1e-12));
}

/// How strongly each point of the graph holds each of its neighbours, in (0, 1].
Result<std::vector<float>> weightsOf(const NeighbourGraph& graph, std::size_t points,
                                     const Progress& progress) {
  std::vector<float> weights;
  weights.reserve(graph.neighbours.size());
  for (std::size_t i = 0; i < points; ++i) {
    if (i % kBetweenLooks == 0 && progress.cancelled()) return cancelled();
    const auto near = graph.of(i);
    const float nearest = near.front().distance, width = widthOf(near);
    for (const Neighbour& n : near)
      weights.push_back(std::exp(-std::max(0.0f, n.distance - nearest) / width));
  }
  return weights;
}

/// The fuzzy union of the two directions of every edge.
Result<std::vector<Edge>> edgesOf(const NeighbourGraph& graph, std::size_t points,
                                  const Progress& progress) {
  const auto weights = weightsOf(graph, points, progress);
  if (!weights) return tl::unexpected(weights.error());
  const auto each = static_cast<std::size_t>(graph.each);
  std::vector<Edge> edges;
  edges.reserve(weights->size());
  for (std::size_t i = 0; i < points; ++i) {
    if (i % kBetweenLooks == 0 && progress.cancelled()) return cancelled();
    for (std::size_t n = 0; n < each; ++n) {
      const int to = graph.of(i)[n].index;
      const auto j = static_cast<std::size_t>(to);
      const auto theirs = graph.of(j);  // a few: looking through them is quicker than a hash
      const auto back = std::ranges::find(theirs, static_cast<int>(i), &Neighbour::index);
      if (back != theirs.end() && j < i) continue;  // taken from the other side
      const float a = (*weights)[i * each + n];
      const float b = back == theirs.end()
                          ? 0
                          : (*weights)[j * each + static_cast<std::size_t>(back - theirs.begin())];
      edges.push_back({static_cast<int>(i), to, a + b - a * b});
    }
  }
  edges.shrink_to_fit();
  return edges;
}

/// a and b of 1 / (1 + a d^2b), fitted to exp(-(d - minimalDistance) / spread) by least squares.
std::pair<double, double> curveOf(const UmapOptions& options) {
  double best = 1e30, a = 1.577, b = 0.895;
  for (double tryB = 0.5; tryB < 1.6; tryB += 0.01) {
    for (double tryA = 0.2; tryA < 8; tryA *= 1.02) {
      double error = 0;
      for (double d = 0.05; d < 3 * options.spread; d += 0.1) {
        const double wanted = d < options.minimalDistance
                                  ? 1
                                  : std::exp(-(d - options.minimalDistance) / options.spread);
        const double off = 1 / (1 + tryA * std::pow(d, 2 * tryB)) - wanted;
        error += off * off;
      }
      if (error < best) best = error, a = tryA, b = tryB;
    }
  }
  return {a, b};
}

/// How hard two points pull and push each other, by the square of their distance. From a table: a
/// power for each would take most of the time, and a step of 0.4 % in the distance is not a loss.
class Forces {
 public:
  Forces(double a, double b) {
    for (std::size_t i = 0; i < kSlots; ++i) {
      const double d2 = std::bit_cast<float>(static_cast<std::uint32_t>(i + kFirst) << kShift |
                                             1u << (kShift - 1));
      const double power = std::pow(d2, b);
      pull_[i] = static_cast<float>(-2 * a * b * power / d2 / (1 + a * power));
      push_[i] = static_cast<float>(2 * b / ((0.001 + d2) * (1 + a * power)));
    }
  }
  float pull(float d2) const { return pull_[slotOf(d2)]; }
  float push(float d2) const { return push_[slotOf(d2)]; }

 private:
  static constexpr float kNearest = 0x1p-30f, kFarthest = 0x1p20f;
  static constexpr unsigned kShift = 15;  // leaves the exponent and 8 bits of the mantissa
  static constexpr std::size_t kFirst = std::bit_cast<std::uint32_t>(kNearest) >> kShift;
  static constexpr std::size_t kSlots =
      (std::bit_cast<std::uint32_t>(kFarthest) >> kShift) - kFirst + 1;

  static std::size_t slotOf(float d2) {
    const float known = std::clamp(d2, kNearest, kFarthest);
    return (std::bit_cast<std::uint32_t>(known) >> kShift) - kFirst;
  }
  std::array<float, kSlots> pull_, push_;
};

std::unique_ptr<const Forces> forcesOf(const UmapOptions& options) {
  const auto [a, b] = curveOf(options);
  return std::make_unique<const Forces>(a, b);
}

class Layout {
 public:
  Layout(std::vector<Edge> edges, std::vector<Point2> begin, const UmapOptions& options)
      : edges_(std::move(edges)),
        points_(std::move(begin)),
        options_(options),
        random_(options.seed),
        forces_(forcesOf(options)) {
    for (const Edge& edge : edges_) strongest_ = std::max(strongest_, edge.weight);
    next_.reserve(edges_.size());
    for (const Edge& edge : edges_) next_.push_back(strongest_ / edge.weight);
    spreadOut();
  }

  void epoch(int number, float rate) {
    for (std::size_t e = 0; e < edges_.size(); ++e) {
      const float period = strongest_ / edges_[e].weight;  // in epochs
      if (next_[e] > static_cast<float>(number)) continue;
      next_[e] += period;
      move(edges_[e], rate);
    }
  }
  std::vector<Point2>& points() { return points_; }

 private:
  /// The picture begins 20 wide, and no two points at one place.
  void spreadOut() {
    float widest = 1e-9f;
    for (const Point2& p : points_) widest = std::max({widest, std::abs(p.x), std::abs(p.y)});
    const auto jitter = [this] {
      return (static_cast<float>(random_.below(20001)) - 10000) * 1e-6f;
    };
    for (Point2& p : points_) p = {p.x / widest * 10 + jitter(), p.y / widest * 10 + jitter()};
  }

  void move(const Edge& edge, float rate) {
    Point2& from = points_[static_cast<std::size_t>(edge.from)];
    Point2& to = points_[static_cast<std::size_t>(edge.to)];
    const Point2 pull = attraction(from, to);
    shift(from, pull, rate);
    shift(to, pull, -rate);
    for (Point2* moved : {&from, &to}) {
      for (int n = 0; n < options_.negatives; ++n) {
        const Point2& other = points_[random_.below(points_.size())];
        if (&other != moved) shift(*moved, repulsion(*moved, other), rate);
      }
    }
  }

  static float clipped(float value) { return std::clamp(value, -4.0f, 4.0f); }
  static void shift(Point2& point, Point2 by, float rate) {
    point.x += rate * by.x;
    point.y += rate * by.y;
  }
  Point2 attraction(const Point2& from, const Point2& to) const {
    const float dx = from.x - to.x, dy = from.y - to.y, d2 = dx * dx + dy * dy;
    if (d2 <= 0) return {};
    const float pull = forces_->pull(d2);
    return {clipped(pull * dx), clipped(pull * dy)};
  }
  Point2 repulsion(const Point2& from, const Point2& to) const {
    const float dx = from.x - to.x, dy = from.y - to.y;
    const float push = forces_->push(dx * dx + dy * dy);
    return {clipped(push * dx), clipped(push * dy)};
  }

  std::vector<Edge> edges_;
  std::vector<float> next_;  // the epoch in which each edge pulls again
  std::vector<Point2> points_;
  const UmapOptions& options_;
  Random random_;
  std::unique_ptr<const Forces> forces_;
  float strongest_ = 1e-9f;
};

}  // namespace

Result<std::vector<Point2>> umapLayout(const NeighbourGraph& graph, std::vector<Point2> begin,
                                       const UmapOptions& options, Progress& progress) {
  if (begin.size() < 3 || graph.each == 0) return begin;
  const int epochs = options.epochs > 0 ? options.epochs : begin.size() <= 10000 ? 500 : 200;
  auto edges = edgesOf(graph, begin.size(), progress);  // before `begin` is moved away
  if (!edges) return tl::unexpected(edges.error());
  Layout layout(std::move(*edges), std::move(begin), options);
  for (int e = 1; e <= epochs; ++e) {
    if (progress.cancelled()) return cancelled();
    layout.epoch(e, 1 - static_cast<float>(e - 1) / static_cast<float>(epochs));
    progress.advanced(static_cast<double>(e) / epochs);
    if (options.grows && e % std::max(1, epochs / 20) == 0) options.grows(layout.points());
  }
  return std::move(layout.points());
}

Point2 placeBetween(std::span<const Neighbour> neighbours, std::span<const Point2> layout) {
  double x = 0, y = 0, sum = 0;
  for (const Neighbour& near : neighbours) {
    const double weight = 1 / (1e-6 + static_cast<double>(near.distance) * near.distance);
    x += weight * layout[static_cast<std::size_t>(near.index)].x;
    y += weight * layout[static_cast<std::size_t>(near.index)].y;
    sum += weight;
  }
  if (!(sum > 0)) return {};
  return {static_cast<float>(x / sum), static_cast<float>(y / sum)};
}

}  // namespace timbre::similarity
