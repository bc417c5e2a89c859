/// The features that the note classifier reads.
#pragma once

#include <vector>

#include "audio/AudioClip.h"
#include "base/Progress.h"
#include "base/Result.h"

namespace timbre::studies {

/// A constant-Q spectrum of three bins per semitone, averaged over three stretches (attack, held
/// part, release), and the envelope. All in [0, 1], from 60 dB below the loudest up.
struct ClassifierFeatures {
  static constexpr int kBinsPerKey = 3;
  static constexpr int kBins = 100 * kBinsPerKey;  ///< from a semitone below A0 on
  static constexpr int kStretches = 3;
  static constexpr int kLevels = 32;  ///< of the envelope, every 125 ms
  static constexpr int kCount = kStretches * kBins + kLevels;
  std::vector<float> values;  ///< kCount

  /// As if played this many keys higher; what comes in from beyond is silence.
  ClassifierFeatures shifted(int keys) const;
};

/// Any length, at 16 kHz. The samples go through 8-bit mu-law first; otherwise they would reveal
/// whether a WaveNet made them. A silent clip has all 0. Any thread; about 10 ms. Fails as
/// spectral::constantQ().
Result<ClassifierFeatures> classifierFeatures(const audio::AudioClip& clip, Progress& progress);

}  // namespace timbre::studies
