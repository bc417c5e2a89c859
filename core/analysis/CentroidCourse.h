/// Compares how the spectral centroids of two sounds move over time.
#pragma once

#include <optional>

#include "audio/AudioClip.h"
#include "base/Result.h"

namespace timbre::analysis {

/// Pearson's r, in [-1, 1], of the spectral centroids (Hz) of frames of 64 ms, every 16 ms, over
/// the frames in which the original is within 40 dB of its loudest one; 0 when the other's stands
/// still. None when fewer than ten frames sound or the original's centroid moves by less than 2 %
/// (standard deviation over mean). BadFormat when one of them is empty, Unsupported when the rates
/// differ. Any thread; some 10 ms for 4 s.
Result<std::optional<double>> centroidCorrelation(const audio::AudioClip& original,
                                                  const audio::AudioClip& other);

}  // namespace timbre::analysis
