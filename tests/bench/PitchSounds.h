/// Sounds whose key is known, to hold the pitch that is heard against.
#pragma once

#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include "audio/AudioClip.h"

namespace timbre::bench {

inline constexpr int kNoPitch = -1;  ///< a drum, a chord, noise: nothing is right

struct Sound {
  std::string set, name;
  int half = 0;           ///< 0: to choose on, 1: to report on; all of one instrument in one half
  double key = kNoPitch;  ///< MIDI
  audio::AudioClip clip;  ///< at kModelRate
};

/// The same sequence everywhere.
class Random {
 public:
  explicit Random(unsigned seed) : engine_(seed) {}
  double in(double low, double high) {
    return low + (high - low) * static_cast<double>(engine_() >> 8) / 16777216.0;
  }
  int below(int count) { return static_cast<int>(in(0, count)); }
  bool chance(double p) { return in(0, 1) < p; }
  double normal();

 private:
  std::mt19937 engine_;
};

using Samples = std::vector<float>;

double peakOf(const Samples& samples);
double decibels(double db);
/// Of any colour between white and brown; `level`: its standard deviation if it were white.
void addNoise(Samples& samples, Random& random, double level);

/// What trackers mishear: strong and missing harmonics, bells, bars, noise, vibrato, hum, short
/// notes, and what has no pitch: chords, kicks, snares, cymbals, hiss.
std::vector<Sound> madeSounds(int ofEach);
/// Notes of every instrument of assets/library/gm_map.csv, `apart` keys apart, a third of them
/// damaged as microphones and editors do; and drums. Empty where there is no such font.
std::vector<Sound> renderedSounds(const std::filesystem::path& font, int apart);
/// Files named as NSynth names its notes, or FAMILY_INSTRUMENT_KEY_DYNAMIC.
std::vector<Sound> filesIn(const std::string& set, const std::filesystem::path& folder);
/// Those of keys.json there.
std::vector<Sound> keyCases(const std::filesystem::path& folder);

}  // namespace timbre::bench
