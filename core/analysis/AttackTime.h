/// How fast a note rises, to the millisecond.
#pragma once

#include <optional>

#include "audio/AudioClip.h"

namespace timbre::analysis {

struct Attack {
  double onset = 0;     ///< s, where the level first comes within 30 dB of the attack's top
  double riseTime = 0;  ///< s, from 10 % to 90 % of the attack's top
  double decayDb = 0;   ///< how far the level has fallen half a second after the top, >= 0
  double topDb = -120;  ///< dB re full scale, RMS over 4 ms: the loudest of the first 200 ms
};

/// RMS over Hann windows of 4 ms, a millisecond apart; its running maximum is what rises, so that a
/// low note's waves do not count as attacks. The top is the loudest within 200 ms of the first
/// sound within 30 dB of the clip's loudest. None for silence or less than 20 ms. Any thread; 5 ms
/// for 4 s.
std::optional<Attack> attackOf(const audio::AudioClip& clip);

/// Struck or plucked, by its own sound: it rises within 30 ms and has fallen by 6 dB half a second
/// later.
bool isStruck(const Attack& attack);

/// dB re full scale, RMS of `seconds` from `onset` on; -120 at the least.
double levelAfter(const audio::AudioClip& clip, double onset, double seconds);

}  // namespace timbre::analysis
