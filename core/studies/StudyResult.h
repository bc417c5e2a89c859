/// The results of a study, piece by piece in the order of its report.
#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "audio/AudioClip.h"
#include "studies/Chart.h"

namespace timbre::studies {

/// An empty line separates paragraphs. Always plain text.
struct Text {
  std::string heading;  ///< empty: none
  std::string body;
};

struct Column {
  std::string name{};  ///< with its unit: "Level (dB)"
  int digits = 2;      ///< behind the point, in the report; a CSV has all of them
};

/// What people call a thing, and by what it is found again. A report shows the one, a CSV holds the
/// other.
struct Label {
  std::string shown;  ///< "WaveNet"
  std::string id;     ///< "wavenet-compact"

  // NOLINTNEXTLINE(google-explicit-constructor): words are a label as they are
  Label(const std::string& both) : shown(both), id(both) {}
  Label(std::string forPeople, std::string toFind)
      : shown(std::move(forPeople)), id(std::move(toFind)) {}
};
/// The same words behind both.
Label operator+(Label label, const std::string& words);

/// Nothing, words or a number. NaN is nothing.
using Cell = std::variant<std::monostate, std::string, Label, double>;
inline bool isWords(const Cell& cell) {
  return std::holds_alternative<std::string>(cell) || std::holds_alternative<Label>(cell);
}

struct Table {
  std::string name;     ///< of its file: "partials"
  std::string title;    ///< over it
  std::string caption;  ///< sentences under it
  std::vector<Column> columns;
  std::vector<std::vector<Cell>> rows;  ///< each as long as the columns
  std::size_t shownRows = 0;            ///< of them in the report; 0: all. The CSV has all
};

struct Sound {
  std::string name;  ///< of its file: "original"
  std::string title;
  audio::AudioClip clip;
};

using Item = std::variant<Text, Table, Figure, Sound>;

struct StudyResult {
  std::vector<Item> items;
};

/// As RFC 4180 has it: commas, quotes where they are needed, lines that end in CR LF, numbers with
/// nine digits, and of labels the id.
std::string csvOf(const Table& table);
/// A cell as the report shows it.
std::string shown(const Cell& cell, int digits);

}  // namespace timbre::studies
