/// The entries of a large JSON object one by one: the table of the full dataset is 140 MB, an entry
/// 500 bytes.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <vector>

namespace timbre::dataset {

class JsonObjectReader {
 public:
  /// `from` is 0 or the place() after an entry. `file` is for the sentences.
  JsonObjectReader(std::filesystem::path file, std::function<std::size_t(std::span<char>)> read,
                   std::uint64_t from);

  /// False after the last entry. Throws Unreadable when this is no JSON object.
  bool next();
  const std::string& key() const { return key_; }
  const nlohmann::json& value() const { return value_; }
  /// How many bytes of the table were used up.
  std::uint64_t place() const { return start_ + at_; }

 private:
  static constexpr int kEnd = -1;

  int peek();
  int peekPastSpace();
  void expect(char wanted);
  bool endOfTable();
  void takeString(std::string& text);
  void takeValue(std::string& text);
  void takeNested(std::string& text);
  nlohmann::json parsed(const std::string& text) const;
  [[noreturn]] void broken(std::uint64_t byte) const;

  std::filesystem::path file_;
  std::function<std::size_t(std::span<char>)> read_;
  std::vector<char> buffer_ = std::vector<char>(1 << 18);
  std::size_t at_ = 0, filled_ = 0;  // in the buffer
  std::uint64_t start_;              // of the buffer in the table
  bool begun_;
  std::string key_, text_;
  nlohmann::json value_;
};

}  // namespace timbre::dataset
