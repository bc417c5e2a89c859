#include "evaluation/Measures.h"

#include <array>
#include <cmath>

namespace timbre::evaluation {
namespace {

using Octaves = analysis::OctaveValues SoundErrors::*;
using Value = std::optional<double> SoundErrors::*;

constexpr std::array kOctaveNames{"62-125 Hz", "125-250 Hz", "250-500 Hz", "0.5-1 kHz",
                                  "1-2 kHz",   "2-4 kHz",    "4-8 kHz"};
constexpr std::array kOctaveKeys{"62", "125", "250", "500", "1000", "2000", "4000"};
static_assert(kOctaveNames.size() == analysis::kOctaveBands);

Measure simple(std::string key, std::string title, std::string unit, bool isSigned, Value value) {
  return {std::move(key),
          std::move(title),
          std::move(unit),
          isSigned,
          [value](const NoteScore& score) { return score.sound.*value; },
          false};
}

/// The mean of the octaves, then each.
void addOctaves(std::vector<Measure>& table, const std::string& key, const std::string& title,
                Octaves octaves) {
  table.push_back({key + "_db", title + ", octave mean", "dB", false,
                   [octaves](const NoteScore& score) { return meanAbsolute(score.sound.*octaves); },
                   false});
  for (std::size_t i = 0; i < kOctaveNames.size(); ++i)
    table.push_back({key + "_" + kOctaveKeys[i] + "_db", title + ", " + kOctaveNames[i], "dB", true,
                     [octaves, i](const NoteScore& score) { return (score.sound.*octaves)[i]; },
                     true});
}

std::vector<Measure> makeTable() {
  std::vector<Measure> table;
  table.push_back({"spectral_distance_db", "log-spectral distance, 60 dB deep", "dB", false,
                   [](const NoteScore& score) { return std::optional(score.spectralDistance); },
                   false});
  table.push_back(simple("multi_scale_db", "multi-scale spectrum, all cells", "dB", false,
                         &SoundErrors::spectrum));
  table.push_back(simple("multi_scale_sounding_db", "multi-scale spectrum, sounding cells", "dB",
                         false, &SoundErrors::soundingSpectrum));
  addOctaves(table, "hnr", "harmonics-to-noise ratio", &SoundErrors::harmonicNoise);
  addOctaves(table, "level", "level", &SoundErrors::octaveLevel);
  table.push_back(simple("attack_rise_ms", "struck notes: rise from 10 to 90 %", "ms", true,
                         &SoundErrors::riseTime));
  table.push_back(simple("attack_level_db", "struck notes: level of the first 25 ms", "dB", true,
                         &SoundErrors::attackLevel));
  table.push_back(simple("centroid_course", "spectral centroid over time, 1 - r", "", false,
                         &SoundErrors::centroidCourse));
  table.push_back(simple("envelope_db", "envelope", "dB", false, &SoundErrors::envelope));
  table.push_back(
      simple("crackle_db", "crackle above 4 kHz (crest)", "dB", true, &SoundErrors::crackle));
  table.push_back(simple("between_harmonics_db", "partials between the harmonics", "dB", true,
                         &SoundErrors::interHarmonic));
  return table;
}

}  // namespace

const std::vector<Measure>& measures() {
  static const std::vector<Measure> table = makeTable();
  return table;
}

std::vector<double> valuesOf(const Measure& measure, std::span<const NoteScore> scores) {
  std::vector<double> values;
  for (const NoteScore& score : scores)
    if (const auto value = measure.of(score)) values.push_back(*value);
  return values;
}

}  // namespace timbre::evaluation
