/// How far the levels of two sounds are apart over their course.
#pragma once

#include <optional>

#include "audio/AudioClip.h"

namespace timbre::analysis {

/// Mean absolute difference in dB of the RMS levels of frames of 32 ms (every 16 ms), over the
/// frames in which the original is within 50 dB of its loudest; lower levels of the other count as
/// 60 dB below that. None when the original is silent or either is shorter than a frame. Level
/// counts: bring both to one level first. Any thread.
std::optional<double> envelopeError(const audio::AudioClip& original,
                                    const audio::AudioClip& other);

}  // namespace timbre::analysis
