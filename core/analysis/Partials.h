/// The partials of one note: frequency, level and decay of each.
#pragma once

#include <optional>
#include <vector>

#include "audio/AudioClip.h"
#include "base/Result.h"
#include "base/Units.h"

namespace timbre::analysis {

struct PartialsParams {
  int most = 24;           ///< partials looked for, from the first
  double begin = 0.25;     ///< seconds; where frequencies and levels are measured
  double seconds = 1.0;    ///< how long a stretch they are measured over
  double rangeDb = 70;     ///< partials further below the loudest are left out
  double heldSeconds = 3;  ///< decay is measured up to here: NSynth holds its notes for 3 s
};

struct Partial {
  int number = 0;  ///< 1: the fundamental
  double hertz = 0;
  double cents = 0;    ///< from `number` times the frequency of the key
  double levelDb = 0;  ///< of its amplitude, dB re full scale: a sine of amplitude 1 has 0
  /// Seconds to fall by 60 dB, from the slope after its loudest moment; none where it does not fall
  /// by at least 3 dB.
  std::optional<double> decaySeconds;
};

struct PartialTable {
  double fundamental = 0;  ///< Hz, of the stretched series that fits the partials best
  /// B of f_n = n f_0 sqrt(1 + B n^2) (Fletcher 1964); 0 for a harmonic sound or fewer than 3
  /// partials. Never negative.
  double inharmonicity = 0;
  std::vector<Partial> partials;  ///< by number
};

/// `key`: the note's MIDI pitch, within a semitone. Frequencies are good to 0.1 cents where the
/// partials stand still and at least 6 bins of 1 / seconds apart (a window of Blackman and Harris,
/// with a parabola through the three highest bins). A shorter clip is padded with silence. Any
/// thread; about 10 ms. BadFormat for an empty or silent clip or when no partial is found.
Result<PartialTable> partialsOf(const audio::AudioClip& clip, MidiPitch key,
                                const PartialsParams& params = {});

}  // namespace timbre::analysis
