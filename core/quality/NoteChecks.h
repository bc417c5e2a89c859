/// Checks one note by analysing its sound.
#pragma once

#include <cstdint>
#include <optional>

#include "audio/AudioClip.h"
#include "dataset/NoteInfo.h"

namespace timbre::quality {

struct NoteCheck {
  dataset::Findings findings;   ///< Silence, Noise, OffPitch, Clipping, OutOfRange
  std::optional<double> heard;  ///< MIDI, when there is a pitch
  std::uint64_t content = 0;    ///< hash of the 16-bit samples: equal for the same sound; 0: silent
};

/// Silence: no 32 ms louder than -60 dBFS. Noise: nothing periodic, not even roughly (bells and
/// chords are). OffPitch: a sure pitch more than 50 cents from the label, and from the partials (2
/// to 5) and the subharmonics (1/2 to 1/4) of it, since patches sound in other octaves and drawbars
/// pull fifths. Clipping: full scale for three samples or more, at three places. OutOfRange: a
/// pitch beyond A0 to C8, or a velocity that NSynth has not. Any thread; about 10 ms for 4 s.
NoteCheck checkNote(const dataset::NoteInfo& note, const audio::AudioClip& clip);

/// The checks that need no sound: only OutOfRange.
bool outOfRange(const dataset::NoteInfo& note);

/// Hash of the samples at 16 bits, without the zeros at the end; 0 when there is nothing else.
std::uint64_t contentOf(const audio::AudioClip& clip);

}  // namespace timbre::quality
