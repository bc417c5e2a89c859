/// The estimated pitch of a note, and the second likely one.
#pragma once

#include <optional>
#include <string>

#include "audio/AudioClip.h"
#include "base/Units.h"

namespace timbre::importing {

inline constexpr double kSurePitch = 0.8;

/// An estimated pitch and its confidence. An uncertain one is still the best guess.
struct HeardPitch {
  MidiPitch pitch{60};
  /// In [0, 1]: how probable it is that the pitch is right within half a semitone
  /// (spectral::estimatePitchCandidates). Below kSurePitch a person should look.
  double confidence = 0;
  /// The second likely pitch, if there is one.
  std::optional<MidiPitch> second{};
  double secondConfidence = 0;  ///< likewise in [0, 1]; 0 without a second

  bool isSure() const { return confidence >= kSurePitch; }
  int key() const;       ///< the nearest MIDI key, in [0, 127]
  double cents() const;  ///< from that key, in [-50, 50]
  /// "A4 (97 %)", or "A4 (55 %), or A3 (30 %)" where it is uncertain.
  std::string text() const;
};

/// The best guess, however uncertain; none in silence. Any rate and level. Any thread; about 40 ms
/// for a 4 s note.
std::optional<HeardPitch> heardPitch(const audio::AudioClip& clip);

}  // namespace timbre::importing
