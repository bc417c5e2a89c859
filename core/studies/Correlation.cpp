#include "studies/Correlation.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace timbre::studies {
namespace {

/// Mean 0, length 1; empty for what is constant.
std::vector<double> unitOf(const std::vector<float>& row, std::span<const double> off) {
  std::vector<double> v(row.begin(), row.end());
  double mean = 0, length = 0;
  for (std::size_t i = 0; i < v.size(); ++i) mean += v[i] -= off[i];
  mean /= static_cast<double>(std::max<std::size_t>(1, v.size()));
  for (double& x : v) length += (x - mean) * (x - mean);
  if (!(length > 1e-12)) return {};
  for (double& x : v) x = (x - mean) / std::sqrt(length);
  return v;
}

/// SplitMix64 and Box and Muller.
class Normal {
 public:
  explicit Normal(std::uint64_t seed) : state_(seed) {}
  double next() {
    return std::sqrt(-2 * std::log(uniform())) * std::cos(2 * std::numbers::pi * uniform());
  }

 private:
  double uniform() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return (static_cast<double>((z ^ (z >> 31)) >> 12) + 0.5) * 0x1p-52;
  }
  std::uint64_t state_;
};

}  // namespace

Matrix correlationOf(std::span<const std::vector<float>> rows, bool centred) {
  std::vector<double> mean;
  double count = 0;
  for (const auto& row : rows) {
    if (row.empty()) continue;
    mean.resize(row.size());
    ++count;
    for (std::size_t i = 0; i < row.size(); ++i) mean[i] += row[i];
  }
  for (double& m : mean) m = centred ? m / count : 0;
  std::vector<std::vector<double>> units;
  for (const auto& row : rows) units.push_back(unitOf(row, mean));
  const int n = static_cast<int>(rows.size());
  Matrix matrix{n, n};
  matrix.low = -1;
  matrix.high = 1;
  matrix.diverging = true;
  for (const auto& a : units)
    for (const auto& b : units) {
      double sum = a.empty() || b.empty() ? std::nan("") : 0;
      for (std::size_t i = 0; i < a.size() && !b.empty(); ++i) sum += a[i] * b[i];
      matrix.values.push_back(static_cast<float>(sum));
    }
  return matrix;
}

std::vector<float> projected(std::span<const float> rows, int features, int size,
                             std::uint64_t seed) {
  Normal normal(seed);
  const auto f = static_cast<std::size_t>(features), k = static_cast<std::size_t>(size);
  std::vector<float> directions(f * k);
  for (float& d : directions) d = static_cast<float>(normal.next() / std::sqrt(size));
  std::vector<float> out(rows.size() / f * k);
  for (std::size_t r = 0; r < rows.size() / f; ++r)
    for (std::size_t i = 0; i < f; ++i) {
      const float x = rows[r * f + i];
      for (std::size_t j = 0; j < k; ++j) out[r * k + j] += x * directions[i * k + j];
    }
  return out;
}

}  // namespace timbre::studies
