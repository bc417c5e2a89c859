/// One number for the audible difference of two sounds: less than 1 dB is hardly audible.
#pragma once

#include "audio/AudioClip.h"
#include "base/Result.h"

namespace timbre::spectral {

/// Decibels: the root mean square difference of log magnitudes in each frame, averaged over frames
/// and over transforms of 512, 1024 and 2048 samples (hop a quarter). Magnitudes below `rangeDb`
/// under the louder clip's peak cell count as standing there. Level counts; the shorter clip is
/// padded with silence. 0 for two silences. BadFormat when both are empty, Unsupported when their
/// rates differ.
///
/// Why 60 dB: most cells of a note lie further down. With 80 dB white noise at -40 dBFS makes a
/// note more distant (18 dB) than another note is (13 dB), with 60 dB it is nearer (4.6 and 7.7),
/// and the best two machines of different make, 8-bit mu-law and Griffin-Lim from the true
/// spectrum, come out alike (0.65 and 0.52).
inline constexpr double kHeardRangeDb = 60;
Result<double> logSpectralDistance(const audio::AudioClip& a, const audio::AudioClip& b,
                                   double rangeDb = kHeardRangeDb);

}  // namespace timbre::spectral
