#include "readers/JsonObjectReader.h"

#include <algorithm>

#include "readers/ByteStream.h"
#include "readers/JsonColumns.h"
#include "readers/LenientJson.h"
#include "readers/ShownText.h"

namespace timbre::readers {
using nlohmann::json;

namespace {

/// No note is described at greater length; more is somebody's trap.
constexpr std::size_t kLongestEntry = 1 << 20;
/// Enough to see in which form a table is.
constexpr std::size_t kHead = 1 << 16;

/// The first letters of a file that is not a table.
std::string beginning(std::string_view head) {
  constexpr std::size_t kShown = 24;
  std::string shown;
  for (const char c : head.substr(0, kShown)) {
    const auto byte = static_cast<unsigned char>(c);
    shown += byte >= ' ' && byte < 127 ? c : byte == '\n' || byte == '\t' ? ' ' : '?';
  }
  return head.empty() ? "it is empty"
                      : "it starts with \"" + shown + (head.size() > kShown ? "…\"" : "\"");
}

}  // namespace

JsonObjectReader::JsonObjectReader(std::filesystem::path file, const EntryFields& fields,
                                   Utf8Reader::Read read, std::uint64_t from)
    : file_(std::move(file)), fields_(fields), text_(std::move(read), from), start_(from) {
  if (from > 0) {
    layout_ = JsonLayout::Object;
    inside_ = true;
  }
}

void JsonObjectReader::broken() {
  const std::string where =
      "byte " + std::to_string(place()) +
      (key_.empty() ? std::string() : ", near the note \"" + shownName(key_) + "\"");
  const std::string what =
      peek() == kEnd
          ? " is not valid JSON: it ends too early, at " + where + "; copy or download it again"
          : " is not valid JSON: there is an error at " + where + "; correct it there";
  throw Unreadable{{ErrorCode::BadFormat, file_.string() + what}};
}

int JsonObjectReader::peek() {
  if (at_ == filled_) {
    start_ += at_;
    at_ = 0;
    filled_ = text_.read(buffer_);
    if (filled_ == 0) return kEnd;
  }
  return static_cast<unsigned char>(buffer_[at_]);
}

int JsonObjectReader::peekPastSpace() {
  for (;;) {
    const int c = peek();
    if (c == '/' || c == '#')
      passComment();
    else if (isJsonSpace(c))
      ++at_;
    else
      return c;
  }
}

void JsonObjectReader::passComment() {
  const int first = peek();
  ++at_;
  const bool block = first == '/' && peek() == '*';
  if (first == '/' && !block && peek() != '/') broken();
  if (block) ++at_;
  for (int last = 0, c = peek(); c != kEnd; last = c, c = peek()) {
    ++at_;
    if (block ? last == '*' && c == '/' : c == '\n') return;
  }
}

void JsonObjectReader::fillHead() {
  while (filled_ < kHead) {
    const std::size_t got = text_.read(std::span(buffer_).subspan(filled_));
    if (got == 0) return;
    filled_ += got;
  }
}

void JsonObjectReader::begin() {
  fillHead();
  const std::string_view head(buffer_.data(), filled_);
  if (head.starts_with("\xef\xbb\xbf")) at_ = 3;
  layout_ = jsonLayoutOf(head.substr(at_), fields_);
  if (layout_ == JsonLayout::Unknown)
    throw Unreadable{
        {ErrorCode::BadFormat,
         file_.string() + " is not a table of notes (a JSON object with one entry per note; " +
             beginning(head.substr(at_)) + "); choose the examples.json of an NSynth folder"}};
}

bool JsonObjectReader::next() {
  if (layout_ == JsonLayout::Unknown) begin();
  fault_.clear();
  const bool found = layout_ == JsonLayout::Object  ? nextOfObject()
                     : layout_ == JsonLayout::List  ? nextOfList()
                     : layout_ == JsonLayout::Lines ? nextOfLines()
                                                    : nextOfColumns();
  count_ += found;
  return found;
}

/// Some programs leave a zero byte or Ctrl+Z at the end.
bool JsonObjectReader::endOfText() {
  while (peekPastSpace() == '\0' || peek() == 0x1a) ++at_;
  return peek() == kEnd;
}

/// One object after the other is one table.
bool JsonObjectReader::nextOfObject() {
  for (;;) {
    if (!inside_) {
      if (count_ > 0 && endOfText()) return false;
      if (peekPastSpace() != '{') broken();
      ++at_;
      inside_ = true;
    }
    while (peekPastSpace() == ',') ++at_;
    if (peek() != '}') break;
    ++at_;
    inside_ = false;
    if (endOfText()) return false;
  }
  const int quote = peek();
  if (quote != '"' && quote != '\'') broken();
  raw_.clear();
  takeString(raw_);
  parse(raw_);
  key_ = value_.is_string() ? value_.get<std::string>() : asUtf8(raw_.substr(1, raw_.size() - 2));
  if (peekPastSpace() != ':') broken();
  ++at_;
  peekPastSpace();
  raw_.clear();
  takeValue(raw_);
  const std::string nameFault = std::exchange(fault_, {});
  parse(raw_);
  if (!nameFault.empty()) fault_ = nameFault;
  return true;
}

bool JsonObjectReader::nextOfList() {
  if (!inside_) {
    peekPastSpace();
    ++at_;  // the bracket that begin() saw
    inside_ = true;
  }
  while (peekPastSpace() == ',') ++at_;
  if (peek() == ']') {
    ++at_;
    if (!endOfText()) broken();
    return false;
  }
  takeUnnamed();
  return true;
}

bool JsonObjectReader::nextOfLines() {
  while (peekPastSpace() == ',') ++at_;
  if (endOfText()) return false;
  takeUnnamed();
  return true;
}

void JsonObjectReader::takeUnnamed() {
  raw_.clear();
  takeValue(raw_);
  if (raw_.empty()) broken();
  parse(raw_);
  nameAfterItself();
}

void JsonObjectReader::nameAfterItself() {
  const auto name = value_.is_object() ? value_.find(fields_.name) : value_.end();
  key_ = value_.is_object() && name != value_.end() && name->is_string()
             ? name->get<std::string>()
             : "entry " + std::to_string(count_ + 1);
}

bool JsonObjectReader::nextOfColumns() {
  if (count_ == 0 && rows_.empty()) readColumns();
  if (static_cast<std::size_t>(count_) >= rows_.size()) return false;
  auto& [key, row] = rows_[static_cast<std::size_t>(count_)];
  key_ = std::move(key);
  value_ = std::move(row);
  return true;
}

void JsonObjectReader::readColumns() {
  constexpr std::size_t kMost = 16 << 20;  // all of it is in memory, as often as ten times
  std::string all;
  while (peek() != kEnd && all.size() <= kMost) {
    all.append(buffer_.data() + at_, filled_ - at_);
    at_ = filled_;
  }
  const std::string found = " has a column per field, not an entry per note";
  if (all.size() > kMost)
    throw Unreadable{
        {ErrorCode::BadFormat,
         file_.string() + found +
             ", which is only supported up to 16 MB; write it with one object per note"}};
  while (!all.empty() && (all.back() == '\0' || all.back() == 0x1a)) all.pop_back();
  std::string reason;
  const auto columns = parseLeniently(all, reason);
  if (!columns)
    throw Unreadable{{ErrorCode::BadFormat,
                      file_.string() + " is not valid JSON: " + reason + "; correct it there"}};
  rows_ = rowsOfColumns(*columns, fields_.name);
  if (rows_.empty())
    throw Unreadable{{ErrorCode::BadFormat, file_.string() + found +
                                                ", and no notes in them; write it with one object "
                                                "per note"}};
}

/// The parser judges what this only delimits.
void JsonObjectReader::parse(const std::string& text) {
  value_ = json::parse(text, nullptr, false);
  if (!value_.is_discarded()) return;
  std::string reason;
  if (auto lenient = parseLeniently(text, reason))
    value_ = std::move(*lenient);
  else
    fault_ = std::move(reason);
}

/// From one quotation mark to the other.
void JsonObjectReader::takeString(std::string& text) {
  const int quote = peek();
  text += static_cast<char>(quote);
  ++at_;
  for (bool escaped = false;;) {
    const int c = peek();
    if (c == kEnd || text.size() > kLongestEntry) broken();
    text += static_cast<char>(c);
    ++at_;
    if (c == quote && !escaped) return;
    escaped = c == '\\' && !escaped;
  }
}

void JsonObjectReader::takeValue(std::string& text) {
  const int first = peekPastSpace();
  if (first == '"' || first == '\'') return takeString(text);
  if (first == '{' || first == '[') return takeNested(text);
  for (int c = first; c != kEnd && c != ',' && c != '}' && c != ']' && !isJsonSpace(c);
       c = peek()) {
    if (text.size() > kLongestEntry) broken();
    text += static_cast<char>(c);
    ++at_;
  }
}

void JsonObjectReader::takeNested(std::string& text) {
  int depth = 0;
  do {
    const int c = peek();
    if (c == kEnd || text.size() > kLongestEntry) broken();
    if (c == '"' || c == '\'') {
      takeString(text);
      continue;
    }
    if (c == '/' || c == '#') {
      passComment();
      continue;
    }
    text += static_cast<char>(c);
    ++at_;
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') --depth;
  } while (depth > 0);
}

}  // namespace timbre::readers
