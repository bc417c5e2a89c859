#include "base/Statistics.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace timbre {

double upperMedian(std::vector<double> values) {
  if (values.empty()) return 0;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

Moments momentsOf(std::span<const double> values) {
  if (values.empty()) return {};
  const auto n = static_cast<double>(values.size());
  const double mean = std::accumulate(values.begin(), values.end(), 0.0) / n;
  double squares = 0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  return {mean, std::sqrt(squares / n)};
}

double correlation(std::span<const double> a, std::span<const double> b) {
  const Moments first = momentsOf(a), second = momentsOf(b);
  if (first.deviation <= 0 || second.deviation <= 0) return 0;
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += (a[i] - first.mean) * (b[i] - second.mean);
  return sum / static_cast<double>(a.size()) / (first.deviation * second.deviation);
}

}  // namespace timbre
