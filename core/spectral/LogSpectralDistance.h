/// One number for how different two sounds are to the ear: less than 1 dB is hardly heard.
#pragma once

#include "audio/AudioClip.h"
#include "base/Result.h"

namespace timbre::spectral {

/// Decibels: the root mean square difference of log magnitudes in each frame, averaged over frames
/// and over transforms of 512, 1024 and 2048 samples (hop a quarter). Magnitudes are floored 80 dB
/// below the louder clip's peak cell, so what is inaudible does not count. Level counts; the
/// shorter clip is padded with silence. 0 for two silences. BadFormat when both are empty,
/// Unsupported when their rates differ.
Result<double> logSpectralDistance(const audio::AudioClip& a, const audio::AudioClip& b);

}  // namespace timbre::spectral
