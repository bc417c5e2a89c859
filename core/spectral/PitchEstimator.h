/// The pitch of a recorded note with a confidence that means something: candidates of YIN and of
/// the harmonic sum (PitchFeatures.h), judged together by what makes each of them likely.
#pragma once

#include <vector>

#include "audio/AudioClip.h"
#include "base/Units.h"

namespace timbre::spectral {

struct PitchCandidate {
  MidiPitch pitch{60};
  /// In [0, 1]: how probable it is that this is the note within half a semitone. What is missing to
  /// 1 over all candidates is the probability that none of them is: a chord, a drum, noise.
  double probability = 0;
};

/// Best first, at most three; empty for silence. A note without a clear pitch has candidates of low
/// probability. The weights (PitchWeights.h) were fitted by tests/bench/fit_pitch.py on one half of
/// 2363 sounds with known keys: the instruments of two SoundFonts on keys of their whole range, a
/// third of them damaged, the starter library, NSynth, recordings, made sounds that trackers
/// mishear, chords, drums and noise. Of the other half's 1196, by instruments that the fit had not
/// seen, 940 were given 0.9 or more, and 98 % of those were right. Any thread; about 40 ms for a
/// 4 s note.
std::vector<PitchCandidate> estimatePitchCandidates(const audio::AudioClip& clip);

}  // namespace timbre::spectral
