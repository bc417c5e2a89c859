/// A part of a sound alone: what lies in one box of time and frequency.
#pragma once

#include "audio/AudioClip.h"
#include "base/Progress.h"
#include "base/Result.h"

namespace timbre::spectral {

/// The box to keep. Bounds beyond the sound are cut to it.
struct SoundBox {
  double fromSeconds = 0;
  double toSeconds = 0;
  double fromHertz = 0;
  double toHertz = 0;
  bool operator==(const SoundBox&) const = default;
};

/// The sound within the box, as long as the box, at its own level, with fades of 5 ms at both ends.
/// A mask on the short-time Fourier transform, resynthesised with the phases it had: zero phase,
/// no delay. The window is as long as the box is narrow, 4 to 1024 ms, so that a partial in the
/// middle keeps its level within 0.5 dB and what lies a quarter of the box's width outside its
/// edges falls by more than 40 dB. Any thread; some 20 ms for a 4 s note. Unsupported for a box
/// that holds nothing of the sound, BadFormat for an empty sound, Cancelled.
Result<audio::AudioClip> maskedSound(const audio::AudioClip& clip, const SoundBox& box,
                                     Progress& progress);

}  // namespace timbre::spectral
