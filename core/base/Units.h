/// Units as types, where a mistake would otherwise compile. Counts stay plain integers.
#pragma once

#include <cmath>
#include <compare>
#include <string>

namespace timbre {

struct SampleRate {
  int hz = 0;
  explicit constexpr SampleRate(int value) : hz(value) {}
  constexpr auto operator<=>(const SampleRate&) const = default;
};

/// The sample rate of the models.
inline constexpr SampleRate kModelRate{16000};
/// One NSynth note: 4 s at the model's rate, 3 s held and 1 s released.
inline constexpr int kNoteSamples = 64000;

/// A MIDI key; fractions are cents: 69 is A4, 69.5 half a semitone above.
struct MidiPitch {
  double value = 0;
  explicit constexpr MidiPitch(double key) : value(key) {}
  constexpr auto operator<=>(const MidiPitch&) const = default;
};

/// With A4 = 440 Hz unless given otherwise.
inline double frequencyOf(MidiPitch pitch, double a4 = 440.0) {
  return a4 * std::exp2((pitch.value - 69.0) / 12.0);
}
/// `hertz` > 0.
inline MidiPitch pitchOf(double hertz, double a4 = 440.0) {
  return MidiPitch(69.0 + 12.0 * std::log2(hertz / a4));
}

/// "A4", "C♯3"; rounds to the nearest key. Middle C (60) is C4.
std::string noteName(MidiPitch pitch);

inline double decibels(double amplitudeRatio) {
  return 20.0 * std::log10(amplitudeRatio);
}

}  // namespace timbre
