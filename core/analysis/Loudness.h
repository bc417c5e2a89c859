/// The perceived loudness of a sound, and the gains that bring several to one loudness.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "audio/AudioClip.h"
#include "base/Result.h"

namespace timbre::analysis {

/// Integrated loudness in LUFS after EBU R 128 (ITU-R BS.1770-4: K-weighted, blocks of 0.4 s, gated
/// at -70 LUFS and 10 LU below the mean). Without a value for silence. A sound shorter than a block
/// is taken as if it were repeated. Unsupported for rates that cannot be weighted (below 16 Hz or
/// above 2.8 MHz). Any thread; a millisecond for each second of sound.
Result<std::optional<double>> loudnessOf(const audio::AudioClip& clip);

struct SoundLevel {
  std::optional<double> lufs;  ///< none for silence
  double peak = 0;             ///< largest absolute sample
};
/// loudnessOf() with the peak.
Result<SoundLevel> levelOf(const audio::AudioClip& clip);

/// Further from the first than this, a sound is left as it is: it is noise, or would hush the rest.
inline constexpr double kLargestMatchDb = 24;

/// Linear gains, > 0, that bring all of these to the loudness of the first, or below it as far as
/// some need so as to stay within full scale. 1 for those without a loudness and for those that are
/// left as they are; all are 1 where the first has none.
std::vector<double> matchingGains(std::span<const SoundLevel> sounds);

}  // namespace timbre::analysis
