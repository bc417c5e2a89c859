/// The list of measures of a reconstruction, used by reports and comparisons.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "evaluation/Evaluation.h"

namespace timbre::evaluation {

struct Measure {
  std::string key;        ///< for JSON: "attack_rise_ms"
  std::string title;      ///< for people: "attack of struck notes, rise"
  std::string unit;       ///< "dB", "ms" or nothing
  bool isSigned = false;  ///< 0 is perfect for all; these may err to either side
  std::function<std::optional<double>(const NoteScore&)> of;
  bool detail = false;  ///< one octave of a measure that has a line for their mean
};

/// In the order of reports. The nearer to 0, the better.
const std::vector<Measure>& measures();

/// Of the notes that have one.
std::vector<double> valuesOf(const Measure& measure, std::span<const NoteScore> scores);

}  // namespace timbre::evaluation
