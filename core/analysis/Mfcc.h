/// Timbre as speech and music research measures it: mel-frequency cepstra (Davis and Mermelstein
/// 1980).
#pragma once

#include <array>
#include <vector>

#include "audio/AudioClip.h"
#include "base/Result.h"

namespace timbre::analysis {

inline constexpr int kMfccCount = 13;  ///< coefficients 1 to 13: the level, 0, is left out
using Mfcc = std::array<double, kMfccCount>;

/// One every 256 samples: 40 triangles on the mel scale from 0 Hz to half the rate over the power
/// of a transform of 1,024 samples, in dB down to 80 dB below the loudest band, orthonormal cosine
/// transform. Any thread. BadFormat for an empty clip.
Result<std::vector<Mfcc>> mfccOf(const audio::AudioClip& clip);

/// Mean Euclidean distance of the frames, in dB. The longer one is cut. Level does not count. 0 for
/// two silences. BadFormat for an empty clip, Unsupported when the rates differ.
Result<double> mfccDistance(const audio::AudioClip& a, const audio::AudioClip& b);

}  // namespace timbre::analysis
