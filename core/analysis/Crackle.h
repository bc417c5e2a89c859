/// Clicks in the treble: how far the peaks above 4 kHz stand out.
#pragma once

#include <optional>

#include "audio/AudioClip.h"
#include "base/Result.h"

namespace timbre::analysis {

/// dB, mean over frames of 32 ms of the crest (peak over RMS) of what lies above 4 kHz, over the
/// frames that are within 40 dB of the loudest one up there. Noise has about 11 dB, a sine 3, a
/// click per frame 20 and more. None when less than a millionth of the power (-60 dB) lies above
/// 4 kHz, or the rate is not above 8 kHz. BadFormat for an empty clip. Any thread; 10 ms for 4 s.
Result<std::optional<double>> trebleCrest(const audio::AudioClip& clip);

}  // namespace timbre::analysis
