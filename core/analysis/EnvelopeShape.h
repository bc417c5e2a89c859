/// The envelope of a note: attack, decay, sustain and release.
#pragma once

#include <optional>
#include <vector>

#include "audio/AudioClip.h"
#include "base/Result.h"

namespace timbre::analysis {

inline constexpr double kEnvelopeHop = 0.005;     ///< seconds between two levels
inline constexpr double kEnvelopeWindow = 0.020;  ///< seconds that each is measured over

/// Root mean square around each multiple of kEnvelopeHop, as a share of full scale.
std::vector<double> envelopeOf(const audio::AudioClip& clip);

struct EnvelopeShape {
  double onset = 0;      ///< seconds: a tenth of the peak is reached
  double attack = 0;     ///< seconds from a tenth to nine tenths of the peak
  double peakDb = 0;     ///< dB re full scale, of the root mean square
  double decay = 0;      ///< seconds from the peak until 1 dB above the sustain level
  double sustainDb = 0;  ///< dB re the peak: the median over the last third of the held part
  /// Seconds to fall by 60 dB after the key is released, from the slope of the first 30 dB; none
  /// where the note lies 50 dB below its peak by then, or does not fall.
  std::optional<double> release;
};

/// `heldSeconds`: when the key is released (NSynth: 3 s). BadFormat for a silent clip or one that
/// ends before it. Any thread.
Result<EnvelopeShape> envelopeShape(const audio::AudioClip& clip, double heldSeconds = 3);

}  // namespace timbre::analysis
