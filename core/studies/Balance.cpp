#include "studies/Balance.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace timbre::studies {

Balance balanceOf(std::span<const double> counts) {
  double all = 0, largest = 0, smallest = std::numeric_limits<double>::infinity(), entropy = 0;
  Balance balance;
  for (const double n : counts) all += n;
  for (const double n : counts) {
    if (n <= 0) continue;
    ++balance.classes;
    largest = std::max(largest, n);
    smallest = std::min(smallest, n);
    entropy -= n / all * std::log(n / all);
  }
  if (balance.classes == 0) return balance;
  balance.effective = std::exp(entropy);
  balance.largestShare = largest / all;
  balance.ratio = largest / smallest;
  return balance;
}

}  // namespace timbre::studies
