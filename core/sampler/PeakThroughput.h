/// What one core of this machine could do at most, measured with the sampler's own products.
#pragma once

namespace timbre::sampler {

struct PeakThroughput {
  double bytes = 0;   ///< multiply-adds of bytes a second: many notes, weights in the nearest cache
  double floats = 0;  ///< of floats
  double cache = 0;   ///< bytes a second read from the second cache (256 KB in a row)
};

/// Of the fastest target, or the one kTargetVariable names; each for `seconds` of this thread's
/// time, the quickest of many passes.
PeakThroughput measurePeakThroughput(double seconds);

}  // namespace timbre::sampler
