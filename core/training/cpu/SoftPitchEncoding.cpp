#include "training/cpu/SoftPitchEncoding.h"

#include <cmath>
#include <cstddef>
#include <utility>

namespace timbre::training {
namespace {

constexpr std::size_t kSize = kKeys;

}  // namespace

std::vector<float> softPitchEncoding(float scale, double semitones) {
  std::vector<float> spread(kSize * kSize);
  for (std::size_t row = 0; row < kSize; ++row) {
    double sum = 0;
    const auto weight = [&](std::size_t column) {
      const double distance = (static_cast<double>(row) - static_cast<double>(column)) / semitones;
      return std::exp(-0.5 * distance * distance);
    };
    for (std::size_t column = 0; column < kSize; ++column) sum += weight(column);
    for (std::size_t column = 0; column < kSize; ++column)
      spread[row * kSize + column] = static_cast<float>(scale * weight(column) / sum);
  }
  return spread;
}

std::vector<float> oneHotPitchEncoding() {
  std::vector<float> rows(kSize * kSize);
  for (std::size_t i = 0; i < kSize; ++i) rows[i * kSize + i] = 1;
  return rows;
}

void foldSpread(const std::vector<float>& spread, float* table, int columns) {
  const auto n = static_cast<std::size_t>(columns);
  const std::vector<float> before(table, table + kSize * n);
  for (std::size_t row = 0; row < kSize; ++row)
    for (std::size_t c = 0; c < n; ++c) {
      double sum = 0;
      for (std::size_t k = 0; k < kSize; ++k)
        sum +=
            static_cast<double>(spread[row * kSize + k]) * static_cast<double>(before[k * n + c]);
      table[row * n + c] = static_cast<float>(sum);
    }
}

/// Elimination; a Gaussian's matrix is diagonally strong enough to need no pivots.
void unfoldSpread(const std::vector<float>& spread, float* table, int columns) {
  const auto n = static_cast<std::size_t>(columns);
  std::vector<double> a(spread.begin(), spread.end());
  std::vector<double> b(table, table + kSize * n);
  for (std::size_t pivot = 0; pivot < kSize; ++pivot)
    for (std::size_t row = pivot + 1; row < kSize; ++row) {
      const double factor = a[row * kSize + pivot] / a[pivot * kSize + pivot];
      if (factor == 0) continue;
      for (std::size_t c = pivot; c < kSize; ++c)
        a[row * kSize + c] -= factor * a[pivot * kSize + c];
      for (std::size_t c = 0; c < n; ++c) b[row * n + c] -= factor * b[pivot * n + c];
    }
  for (std::size_t row = kSize; row-- > 0;) {
    for (std::size_t k = row + 1; k < kSize; ++k)
      for (std::size_t c = 0; c < n; ++c) b[row * n + c] -= a[row * kSize + k] * b[k * n + c];
    for (std::size_t c = 0; c < n; ++c) {
      b[row * n + c] /= a[row * kSize + row];
      table[row * n + c] = static_cast<float>(b[row * n + c]);
    }
  }
}

}  // namespace timbre::training
