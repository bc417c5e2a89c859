/// The pitch of a note from moment to moment, and its vibrato.
#pragma once

#include <optional>
#include <vector>

#include "audio/AudioClip.h"
#include "base/Progress.h"
#include "base/Result.h"

namespace timbre::analysis {

struct PitchPoint {
  double seconds = 0;     ///< the middle of what was looked at
  double hertz = 0;       ///< 0: no pitch here
  double confidence = 0;  ///< [0, 1]: the correlation of one period with the next
  bool operator==(const PitchPoint&) const = default;
};

/// A sinusoidal variation of the pitch.
struct Vibrato {
  double hertz = 0;  ///< rate, 3 .. 9
  double cents = 0;  ///< from the middle to either side
  bool operator==(const Vibrato&) const = default;
};

struct PitchCurve {
  double stepSeconds = 0.008;
  std::vector<PitchPoint> points;  ///< one per step; empty where the sound has no pitch at all
  double medianHertz = 0;          ///< over the points with a pitch; 0: none has one
  std::optional<Vibrato>
      vibrato;  ///< none below 4 cents, or where a sine does not explain the course
};

/// Cross-correlation of neighbouring periods, within an octave either way of the note's pitch
/// (audio/Pitch.h), so that it cannot slip by one. Points more than 50 dB below the loudest have no
/// pitch. Any thread; some 50 ms for a 4 s note. Fails on rates that cannot
/// be converted (audio/Resample.h); Cancelled.
Result<PitchCurve> pitchCurve(const audio::AudioClip& clip, Progress& progress);

/// Of points at hand.
std::optional<Vibrato> vibratoOf(const PitchCurve& curve);

}  // namespace timbre::analysis
