#include "studies/StudyResult.h"

#include <cmath>
#include <cstdio>

namespace timbre::studies {
namespace {

std::string quoted(const std::string& words) {
  if (words.find_first_of(",\"\r\n") == std::string::npos) return words;
  std::string out = "\"";
  for (const char c : words) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

std::string exact(const Cell& cell) {
  if (const auto* words = std::get_if<std::string>(&cell)) return quoted(*words);
  if (const auto* label = std::get_if<Label>(&cell)) return quoted(label->id);
  const auto* value = std::get_if<double>(&cell);
  if (!value || !std::isfinite(*value)) return {};
  char text[32];
  std::snprintf(text, sizeof text, "%.9g", *value);
  return text;
}

}  // namespace

Label operator+(Label label, const std::string& words) {
  label.shown += words;
  label.id += words;
  return label;
}

std::string csvOf(const Table& table) {
  std::string out;
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    out += (i ? "," : "") + quoted(table.columns[i].name);
  out += "\r\n";
  for (const auto& row : table.rows) {
    for (std::size_t i = 0; i < row.size(); ++i) out += (i ? "," : "") + exact(row[i]);
    out += "\r\n";
  }
  return out;
}

std::string shown(const Cell& cell, int digits) {
  if (const auto* words = std::get_if<std::string>(&cell)) return *words;
  if (const auto* label = std::get_if<Label>(&cell)) return label->shown;
  const auto* value = std::get_if<double>(&cell);
  if (!value || !std::isfinite(*value)) return "–";
  char text[48];
  std::snprintf(text, sizeof text, "%.*f", digits, *value);
  return text;
}

}  // namespace timbre::studies
