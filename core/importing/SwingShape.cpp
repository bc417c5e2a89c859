#include "importing/SwingShape.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace timbre::importing {
namespace {

constexpr double kStruckSkew = -0.15;
constexpr double kStruckDecline = 1.5;  // dB
constexpr double kFlat = 0.72;
constexpr double kMostDepth = 12;  // dB
constexpr double kLeastFall = 2;   // dB
constexpr double kShare = 0.7;     // of the fall that is looked at
constexpr double kUpper = 0.3;     // of the depth: what is at its height

/// The level over blocks, without the slope of the whole.
struct Level {
  std::span<const float> levels;
  std::size_t peak;
  double slope;  ///< dB a block
  double at(std::size_t i) const {
    return levels[i] - slope * (static_cast<double>(i) - static_cast<double>(peak));
  }
};

/// Where the level passes `threshold` on the way from the peak to `end`, between two blocks.
double crossing(const Level& level, std::size_t end, double threshold) {
  const int step = end < level.peak ? -1 : 1;
  std::size_t i = level.peak;
  while (i != end && level.at(i) >= threshold) i += static_cast<std::size_t>(step);
  if (level.at(i) >= threshold || i == level.peak) return static_cast<double>(i);
  const auto inside = i - static_cast<std::size_t>(step);
  const double part = (level.at(inside) - threshold) / (level.at(inside) - level.at(i));
  return static_cast<double>(inside) + step * part;
}

/// The first height on the way from the dip to `end`.
std::size_t heightBeside(std::span<const float> levels, std::size_t dip, std::size_t end) {
  constexpr float kOver = 3;  // dB
  const int step = end < dip ? -1 : 1;
  std::size_t highest = dip;
  for (std::size_t i = dip; i != end; i += static_cast<std::size_t>(step)) {
    if (levels[i] > levels[highest]) highest = i;
    if (levels[i] < levels[highest] - kOver) break;
  }
  return highest;
}

double mean(const Level& level, double from, double to) {
  double sum = 0;
  int count = 0;
  for (auto i = static_cast<std::size_t>(std::lround(from)); static_cast<double>(i) < to;
       ++i, ++count)
    sum += level.at(i);
  return count > 0 ? sum / count : 0;
}

}  // namespace

bool SwingShape::isStruck() const {
  return skew < kStruckSkew || (isChopped() && decline > kStruckDecline);
}

bool SwingShape::isChopped() const {
  return depth > kMostDepth - 3 && flatness > kFlat;
}

std::optional<SwingShape> shapeOf(std::span<const float> levels, std::size_t before,
                                  std::size_t peak, std::size_t after) {
  if (before > peak || after <= peak || after >= levels.size()) return std::nullopt;
  const Level level{levels, peak,
                    (levels[after] - levels[peak]) / static_cast<double>(after - peak)};
  double lowest = level.at(peak);
  for (std::size_t i = peak; i < after; ++i) lowest = std::min(lowest, level.at(i));
  const double fall = level.at(peak) - lowest;
  if (fall < kLeastFall) return std::nullopt;
  SwingShape shape;
  shape.depth = std::min(kMostDepth, kShare * fall);
  const double low = level.at(peak) - shape.depth;
  const double high = level.at(peak) - kUpper * shape.depth;
  const double from = crossing(level, before, low), to = crossing(level, after, low);
  const double upperFrom = crossing(level, before, high), upperTo = crossing(level, after, high);
  const double length = to - from;
  shape.skew = ((upperFrom + upperTo) - (from + to)) / 2 / length;
  shape.flatness = (upperTo - upperFrom) / length;
  const double third = (upperTo - upperFrom) / 3;
  shape.decline = mean(level, upperFrom, upperFrom + third) - mean(level, upperTo - third, upperTo);
  return shape;
}

bool isSmoothDip(std::span<const float> levels, std::size_t from, std::size_t dip, std::size_t to) {
  constexpr double kHigh = 3, kLeastLow = 5;  // dB below the height beside it
  constexpr double kGradual = 1.2;            // blocks
  constexpr double kAlike = 2.5;              // times as long
  constexpr double kStaysDown = 1.8;          // times as long as sinking and rising
  const Level left{levels, heightBeside(levels, dip, from), 0};
  const Level right{levels, heightBeside(levels, dip, to), 0};
  const double lower = std::min(left.at(left.peak), right.at(right.peak));
  const double low = std::min(kMostDepth, 0.8 * (lower - levels[dip]));
  if (low < kLeastLow) return false;
  const double end = crossing(left, dip, left.at(left.peak) - low);
  const double begin = crossing(right, dip, right.at(right.peak) - low);
  const double sinking = end - crossing(left, dip, left.at(left.peak) - kHigh);
  const double rising = crossing(right, dip, right.at(right.peak) - kHigh) - begin;
  return std::min(sinking, rising) > kGradual &&
         std::max(sinking, rising) < kAlike * std::min(sinking, rising) &&
         begin - end < kStaysDown * (sinking + rising);
}

SwingShape medianOf(std::vector<SwingShape> shapes) {
  const auto median = [&](double SwingShape::*number, bool larger) {
    const std::size_t middle = (shapes.size() - (larger ? 0 : 1)) / 2;
    std::ranges::sort(shapes, {}, number);
    return shapes[middle].*number;
  };
  return {median(&SwingShape::skew, true), median(&SwingShape::flatness, true),
          median(&SwingShape::decline, false), median(&SwingShape::depth, true)};
}

}  // namespace timbre::importing
