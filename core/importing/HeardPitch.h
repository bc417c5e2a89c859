/// The pitch that is heard in a note, and what it may be instead.
#pragma once

#include <optional>
#include <string>

#include "audio/AudioClip.h"
#include "base/Units.h"

namespace timbre::importing {

inline constexpr double kSurePitch = 0.8;

/// The pitch that was heard, and how sure that is. An unsure one is still the best guess there is.
struct HeardPitch {
  MidiPitch pitch{60};
  /// In [0, 1]: how probable it is that the pitch is right within half a semitone
  /// (spectral::estimatePitchCandidates). Below kSurePitch a person should look.
  double confidence = 0;
  /// What it may be instead, if anything speaks for it.
  std::optional<MidiPitch> second{};
  double secondConfidence = 0;  ///< likewise in [0, 1]; 0 without a second

  bool isSure() const { return confidence >= kSurePitch; }
  int key() const;       ///< the nearest MIDI key, in [0, 127]
  double cents() const;  ///< from that key, in [-50, 50]
  /// "A4 (97 %)", and where it is unsure "A4 (55 %), or A3 (30 %)".
  std::string text() const;
};

/// The best guess, however unsure; none in silence. Any rate and level. Any thread; about 40 ms for
/// a 4 s note.
std::optional<HeardPitch> heardPitch(const audio::AudioClip& clip);

}  // namespace timbre::importing
