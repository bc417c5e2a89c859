/// The table of MIDI keys: number, name, frequency and period.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/Result.h"

namespace timbre {

inline constexpr int kMiddleC = 60;  ///< C4

struct MidiTableRow {
  int number = 0;      ///< 0 .. 127
  std::string name;    ///< "F♯3"; middle C is C4
  bool black = false;  ///< a black key of the piano
  double hertz = 0;
  double milliseconds = 0;  ///< of one period
  bool operator==(const MidiTableRow&) const = default;
};

struct MidiTableRange {
  int first = 21;  ///< A0, the lowest key of a piano
  int last = 108;  ///< C8, its highest
  bool operator==(const MidiTableRange&) const = default;
};
inline constexpr MidiTableRange kPianoKeys{};
inline constexpr MidiTableRange kAllKeys{0, 127};

/// What A4 may be tuned to, Hz: a fourth about 440.
inline constexpr double kLowestA4 = 330, kStandardA4 = 440, kHighestA4 = 587;

/// Unsupported for keys outside 0 .. 127, a range that ends before it begins, or an A4 out of
/// range.
Result<std::vector<MidiTableRow>> midiTable(const MidiTableRange& range = kPianoKeys,
                                            double a4 = kStandardA4);

/// "number,name,frequency_hz,period_ms" and a line for each row, in UTF-8; ends with a line feed.
/// Frequencies to 0.0001 Hz, periods to 0.1 ns.
std::string csvOf(std::span<const MidiTableRow> rows);
/// The same in columns for a terminal.
std::string textOf(std::span<const MidiTableRow> rows);

}  // namespace timbre
