/// What speaks for and against each key that a recorded note may have.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "audio/AudioClip.h"
#include "base/Units.h"

namespace timbre::spectral {

/// In this order; levels and ratios are logarithms to base 10 of amplitudes.
enum class PitchFeature {
  Aperiodicity,         ///< YIN's difference at the period, [0, 1]
  LogAperiodicity,      ///< its logarithm
  GainOverHalf,         ///< how much less periodic half the period is: little, an octave too low
  GainOfDouble,         ///< how much less periodic twice the period is
  PeriodicShare,        ///< of the frames, [0, 1]
  Drift,                ///< standard deviation of the period over the frames, semitones
  SumShare,             ///< harmonic sum, as a share of the highest candidate's, [0, 1]
  LogSumShare,          ///< its natural logarithm
  FundamentalLevel,     ///< below the loudest partial
  FundamentalStanding,  ///< above what lies around it
  OddStanding,          ///< mean of the harmonics 3, 5, 7, 9: none, an octave too low
  EvenStanding,         ///< mean of the harmonics 2, 4, 6, 8
  HalfwayEnergy,        ///< of what lies half-way between harmonics: an octave too high
  HalfwayStanding,      ///< of partials there
  ThirdsEnergy,         ///< at the thirds: a twelfth too high
  ThirdsStanding,       ///< of partials there
  PresentShare,         ///< of the harmonics that are there, up to where the energy is, [0, 1]
  EnergyShare,          ///< of all energy that is in the harmonics, [0, 1]
  Tierce,               ///< a bell's hum, minor third and nominal around this strike note
  Key,                  ///< MIDI / 100
  YinAgrees,            ///< what YIN alone says of its own candidate, [0, 1]
  Seconds,              ///< logarithm of how long it sounds; the same for all candidates
  Floor,                ///< the quietest quarter of the spectrum; the same for all candidates
  Count
};

using PitchFeatures = std::array<double, static_cast<std::size_t>(PitchFeature::Count)>;

struct PitchEvidence {
  MidiPitch pitch{60};
  PitchFeatures features{};
};

/// The keys worth a look, in [20.5, 108.6] and at least 0.7 apart: YIN's, the highest of the
/// harmonic sum, what YIN's dips vote for, and octaves and twelfths of the first. Empty for
/// silence. Any level and rate. Any thread; about 40 ms for a 4 s note.
std::vector<PitchEvidence> pitchEvidence(const audio::AudioClip& clip);

}  // namespace timbre::spectral
