/// The notes of a large JSON table one by one: the table of the full dataset is 140 MB, an entry
/// 500 bytes. NSynth's own form is one object with an entry per note; the other forms that tools
/// make of it are read too.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <vector>

#include "readers/JsonLayout.h"
#include "readers/Utf8Reader.h"

namespace timbre::readers {

class JsonObjectReader {
 public:
  /// `from` is 0 or the place() after an entry. `file` is for the sentences.
  JsonObjectReader(std::filesystem::path file, const EntryFields& fields, Utf8Reader::Read read,
                   std::uint64_t from);

  /// False after the last entry. Throws Unreadable when this is not a table of notes.
  bool next();
  /// The name of the entry; what it calls itself where the form has no names.
  const std::string& key() const { return key_; }
  /// Empty (discarded) when fault() says why it cannot be read.
  const nlohmann::json& value() const { return value_; }
  const std::string& fault() const { return fault_; }
  /// How many bytes of the text were used up.
  std::uint64_t place() const { return start_ + at_; }
  /// Whether reading can start again at place(): only in NSynth's own form, in UTF-8.
  bool resumable() const { return layout_ == JsonLayout::Object && text_.plain(); }

 private:
  static constexpr int kEnd = -1;

  int peek();
  int peekPastSpace();
  void passComment();
  void begin();
  void fillHead();
  bool nextOfObject();
  bool nextOfList();
  bool nextOfLines();
  bool nextOfColumns();
  void readColumns();
  bool endOfText();
  void takeUnnamed();
  void takeString(std::string& text);
  void takeValue(std::string& text);
  void takeNested(std::string& text);
  void parse(const std::string& text);
  void nameAfterItself();
  [[noreturn]] void broken();

  std::filesystem::path file_;
  EntryFields fields_;
  Utf8Reader text_;
  std::vector<char> buffer_ = std::vector<char>(1 << 18);
  std::size_t at_ = 0, filled_ = 0;  // in the buffer
  std::uint64_t start_;              // of the buffer in the text
  JsonLayout layout_ = JsonLayout::Unknown;
  std::int64_t count_ = 0;
  bool inside_ = false;  // of the object or list
  std::string key_, raw_, fault_;
  nlohmann::json value_;
  std::vector<std::pair<std::string, nlohmann::json>> rows_;  // of columns
};

}  // namespace timbre::readers
