/// The pitch of one note, by YIN (de Cheveigné and Kawahara 2002).
#pragma once

#include <optional>

#include "audio/AudioClip.h"
#include "base/Units.h"

namespace timbre::audio {

struct PitchParams {
  MidiPitch lowest{21};    ///< A0
  MidiPitch highest{108};  ///< C8
  double threshold =
      0.15;         ///< YIN's: the first dip of the normalised difference below it is the period
  int frames = 24;  ///< places looked at, spread over the sounding part
};

struct Pitch {
  MidiPitch pitch;          ///< median over the frames that have one
  double aperiodicity = 0;  ///< YIN's measure there, 0 = perfectly periodic
  double share = 0;         ///< of the sounding frames, how many agree within a semitone
};

/// None for silence, noise, or a clip too short for two periods of the lowest pitch. Frames more
/// than 40 dB below the loudest are not looked at. Any thread; about 20 ms for a 4 s note.
std::optional<Pitch> estimatePitch(const AudioClip& clip, const PitchParams& params = {});

}  // namespace timbre::audio
