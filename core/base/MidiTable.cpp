#include "base/MidiTable.h"

#include <fmt/format.h>

#include "base/Units.h"

namespace timbre {
namespace {

bool isBlack(int number) {
  constexpr std::string_view kKeys = "wbwbwwbwbwbw";  // from C
  return kKeys[static_cast<std::size_t>(number % 12)] == 'b';
}

/// Names are two or three letters on the screen, but a sharp takes three bytes.
std::string padded(const std::string& name, std::size_t width) {
  std::size_t letters = 0;
  for (const char c : name) letters += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  return name + std::string(letters < width ? width - letters : 0, ' ');
}

}  // namespace

Result<std::vector<MidiTableRow>> midiTable(const MidiTableRange& range, double a4) {
  if (range.first < 0 || range.last > 127 || range.first > range.last)
    return fail(ErrorCode::Unsupported, "MIDI keys go from 0 to 127");
  if (!(a4 >= kLowestA4 && a4 <= kHighestA4))
    return fail(ErrorCode::Unsupported,
                fmt::format("A4 must lie between {} and {} Hz", kLowestA4, kHighestA4));
  std::vector<MidiTableRow> rows;
  for (int number = range.first; number <= range.last; ++number) {
    const MidiPitch pitch(number);
    const double hertz = frequencyOf(pitch, a4);
    rows.push_back({number, noteName(pitch), isBlack(number), hertz, 1000 / hertz});
  }
  return rows;
}

std::string csvOf(std::span<const MidiTableRow> rows) {
  std::string csv = "number,name,frequency_hz,period_ms\n";
  for (const MidiTableRow& row : rows)
    csv += fmt::format("{},{},{:.4f},{:.7f}\n", row.number, row.name, row.hertz, row.milliseconds);
  return csv;
}

std::string textOf(std::span<const MidiTableRow> rows) {
  std::string text = "  key  name  frequency      period\n";
  for (const MidiTableRow& row : rows)
    text += fmt::format("{:5}  {}{:9.2f} Hz  {:7.4f} ms\n", row.number, padded(row.name, 5),
                        row.hertz, row.milliseconds);
  return text;
}

}  // namespace timbre
