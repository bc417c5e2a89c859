#include "evaluation/SignTest.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <unordered_map>

namespace timbre::evaluation {

double coinTosses(int k, int n) {
  double sum = 0;
  for (int i = 0; i <= std::min(k, n); ++i)
    sum += std::exp(std::lgamma(n + 1.0) - std::lgamma(i + 1.0) - std::lgamma(n - i + 1.0) -
                    n * std::numbers::ln2);
  return std::min(1.0, sum);
}

double SignTest::p() const {
  return std::min(1.0, 2 * coinTosses(std::min(nearer, farther), nearer + farther));
}

SignTest signTest(const Measure& measure, std::span<const NoteScore> first,
                  std::span<const NoteScore> second) {
  std::unordered_map<std::string, double> others;
  for (const NoteScore& score : second)
    if (const auto value = measure.of(score)) others.emplace(score.id, std::abs(*value));
  SignTest test;
  for (const NoteScore& score : first) {
    const auto value = measure.of(score);
    const auto other = others.find(score.id);
    if (!value || other == others.end()) continue;
    const double own = std::abs(*value);
    ++(own < other->second ? test.nearer : own > other->second ? test.farther : test.ties);
  }
  return test;
}

}  // namespace timbre::evaluation
