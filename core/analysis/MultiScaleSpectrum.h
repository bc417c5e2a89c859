/// How far the spectra of two sounds are apart, at every resolution from 16 ms to 256 ms.
#pragma once

#include "audio/AudioClip.h"
#include "base/Result.h"

namespace timbre::analysis {

struct SpectrumDistance {
  double allCells = 0;       ///< dB, >= 0: mean absolute difference over every cell
  double soundingCells = 0;  ///< dB, >= 0: over the cells where the original sounds; 0 when none do
};

/// Cells further below the loudest cell of the original count as standing there, and are silent.
inline constexpr double kSoundingRangeDb = 60;

/// Mean absolute difference of the levels in dB, averaged over Hann transforms of 256, 512, 1024,
/// 2048 and 4096 samples (hop a quarter). Silence fills most cells of a note, so `allCells` mostly
/// says how silent silence is; `soundingCells` looks only where the original is within 60 dB of its
/// loudest cell. Level counts: bring both to the same level first. The shorter clip is padded with
/// silence. Zeros when the original is silent. BadFormat when both are empty, Unsupported when the
/// rates differ. Any thread; about 0.1 s for two notes of 4 s.
Result<SpectrumDistance> multiScaleSpectrumDistance(const audio::AudioClip& original,
                                                    const audio::AudioClip& other);

}  // namespace timbre::analysis
