/// Figures of a list of numbers. Any thread; never fails.
#pragma once

#include <span>
#include <vector>

namespace timbre {

/// Of an even number of values the upper of the two in the middle; 0 for none.
double upperMedian(std::vector<double> values);

/// Mean and standard deviation of the whole list, not of a sample; 0 and 0 for none.
struct Moments {
  double mean = 0;
  double deviation = 0;
};
Moments momentsOf(std::span<const double> values);

/// Pearson's r of two lists of one length, -1..1; 0 where either is constant or empty.
double correlation(std::span<const double> a, std::span<const double> b);

}  // namespace timbre
