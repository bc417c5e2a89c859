/// The peak throughput of one core of this machine, measured with the sampler's own products.
#pragma once

#include "base/Progress.h"

namespace timbre::sampler {

struct PeakThroughput {
  // Multiply-adds per second, in the mix of instructions that is the fastest here: many samples at
  // once, weights in the nearest cache.
  double bytes = 0;   ///< of weights and activations of a byte each
  double fine = 0;    ///< of weights of a byte and activations of two
  double floats = 0;  ///< of floats
  double cache = 0;   ///< bytes per second read from the second cache (256 KB in a row)
};

/// Of the fastest target, or the one kTargetVariable names; each for `seconds` of this thread's
/// time, the quickest of many passes. Cancelled, it returns soon, with numbers that mean nothing.
PeakThroughput measurePeakThroughput(double seconds, const Progress& progress);

}  // namespace timbre::sampler
