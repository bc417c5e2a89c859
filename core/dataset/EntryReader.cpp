#include "dataset/EntryReader.h"

#include <algorithm>
#include <cctype>

#include "archive/ByteStream.h"
#include "dataset/LenientJson.h"
#include "dataset/NoteColumns.h"
#include "dataset/NoteFields.h"

namespace timbre::dataset {
using archive::Unreadable;
using nlohmann::json;

namespace {

/// No note is described at greater length; more is somebody's trap.
constexpr std::size_t kLongestEntry = 1 << 20;
/// Enough to see in which form a table is.
constexpr std::size_t kHead = 1 << 16;

bool isSpace(int c) {
  return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/// The first letters of a file that is no table.
std::string beginning(std::string_view head) {
  constexpr std::size_t kShown = 24;
  std::string shown;
  for (const char c : head.substr(0, kShown)) {
    const auto byte = static_cast<unsigned char>(c);
    shown += byte >= ' ' && byte < 127 ? c : byte == '\n' || byte == '\t' ? ' ' : '?';
  }
  return head.empty() ? "it is empty"
                      : "it begins with \"" + shown + (head.size() > kShown ? "…\"" : "\"");
}

/// Looks ahead without reading: tells the forms apart by their first words.
class Glance {
 public:
  explicit Glance(std::string_view text) : rest_(text) {}

  char peek() {
    for (;;) {
      while (!rest_.empty() && isSpace(static_cast<unsigned char>(rest_.front())))
        rest_.remove_prefix(1);
      const bool block = rest_.starts_with("/*");
      if (!block && !rest_.starts_with("//") && !rest_.starts_with('#')) break;
      const auto end = block ? rest_.find("*/", 2) : rest_.find('\n');
      rest_.remove_prefix(end == rest_.npos ? rest_.size() : end + (block ? 2 : 1));
    }
    return rest_.empty() ? '\0' : rest_.front();
  }
  bool take(char wanted) {
    if (peek() != wanted) return false;
    rest_.remove_prefix(1);
    return true;
  }
  /// Of a text without escapes, which no name of a field has.
  std::string_view text() {
    const char quote = peek();
    if (quote != '"' && quote != '\'') return {};
    const auto end = rest_.find(quote, 1);
    if (end == rest_.npos) return {};
    const auto taken = rest_.substr(1, end - 1);
    rest_.remove_prefix(end + 1);
    return taken;
  }

 private:
  std::string_view rest_;
};

}  // namespace

EntryReader::EntryReader(std::filesystem::path file, Utf8Reader::Read read, std::uint64_t from)
    : file_(std::move(file)), text_(std::move(read), from), start_(from) {
  if (from > 0) {
    layout_ = Layout::Object;
    inside_ = true;
  }
}

void EntryReader::broken() {
  const std::string where =
      "byte " + std::to_string(place()) +
      (key_.empty() ? std::string() : ", near the note \"" + shownName(key_) + "\"");
  const std::string what =
      peek() == kEnd
          ? " is no valid JSON: it breaks off at " + where + "; copy or download it again"
          : " is no valid JSON: it goes wrong at " + where + "; correct it there";
  throw Unreadable{{ErrorCode::BadFormat, file_.string() + what}};
}

int EntryReader::peek() {
  if (at_ == filled_) {
    start_ += at_;
    at_ = 0;
    filled_ = text_.read(buffer_);
    if (filled_ == 0) return kEnd;
  }
  return static_cast<unsigned char>(buffer_[at_]);
}

int EntryReader::peekPastSpace() {
  for (;;) {
    const int c = peek();
    if (c == '/' || c == '#')
      passComment();
    else if (isSpace(c))
      ++at_;
    else
      return c;
  }
}

void EntryReader::passComment() {
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

void EntryReader::fillHead() {
  while (filled_ < kHead) {
    const std::size_t got = text_.read(std::span(buffer_).subspan(filled_));
    if (got == 0) return;
    filled_ += got;
  }
}

EntryReader::Layout EntryReader::layoutOf(std::string_view head) {
  Glance glance(head);
  if (glance.take('[')) return glance.peek() == '{' ? Layout::List : Layout::Unknown;
  if (!glance.take('{')) return Layout::Unknown;
  const auto key = glance.text();
  if (!isNoteField(key) || !glance.take(':')) return Layout::Object;
  if (glance.take('{')) return isNoteField(glance.text()) ? Layout::Object : Layout::Columns;
  const bool list = key == "qualities" || key == "qualities_str";
  if (glance.take('[')) return list && glance.peek() != '[' ? Layout::Lines : Layout::Columns;
  return Layout::Lines;
}

void EntryReader::begin() {
  fillHead();
  const std::string_view head(buffer_.data(), filled_);
  if (head.starts_with("\xef\xbb\xbf")) at_ = 3;
  layout_ = layoutOf(head.substr(at_));
  if (layout_ == Layout::Unknown)
    throw Unreadable{
        {ErrorCode::BadFormat,
         file_.string() +
             " is no table of notes (a JSON object with one entry per note was expected; " +
             beginning(head.substr(at_)) + "); take the examples.json of an NSynth folder"}};
}

bool EntryReader::next() {
  if (layout_ == Layout::Unknown) begin();
  fault_.clear();
  const bool found = layout_ == Layout::Object  ? nextOfObject()
                     : layout_ == Layout::List  ? nextOfList()
                     : layout_ == Layout::Lines ? nextOfLines()
                                                : nextOfColumns();
  count_ += found;
  return found;
}

/// Some programs leave a zero byte or Ctrl+Z at the end.
bool EntryReader::endOfText() {
  while (peekPastSpace() == '\0' || peek() == 0x1a) ++at_;
  return peek() == kEnd;
}

/// One object after the other is one table.
bool EntryReader::nextOfObject() {
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

bool EntryReader::nextOfList() {
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

bool EntryReader::nextOfLines() {
  while (peekPastSpace() == ',') ++at_;
  if (endOfText()) return false;
  takeUnnamed();
  return true;
}

void EntryReader::takeUnnamed() {
  raw_.clear();
  takeValue(raw_);
  if (raw_.empty()) broken();
  parse(raw_);
  nameAfterItself();
}

void EntryReader::nameAfterItself() {
  const auto name = value_.is_object() ? value_.find("note_str") : value_.end();
  key_ = value_.is_object() && name != value_.end() && name->is_string()
             ? name->get<std::string>()
             : "entry " + std::to_string(count_ + 1);
}

bool EntryReader::nextOfColumns() {
  if (count_ == 0 && rows_.empty()) readColumns();
  if (static_cast<std::size_t>(count_) >= rows_.size()) return false;
  auto& [key, row] = rows_[static_cast<std::size_t>(count_)];
  key_ = std::move(key);
  value_ = std::move(row);
  return true;
}

void EntryReader::readColumns() {
  constexpr std::size_t kMost = 16 << 20;  // all of it is in memory, as often as ten times
  std::string all;
  while (peek() != kEnd && all.size() <= kMost) {
    all.append(buffer_.data() + at_, filled_ - at_);
    at_ = filled_;
  }
  const std::string found = " has a column per field, not an entry per note";
  if (all.size() > kMost)
    throw Unreadable{{ErrorCode::BadFormat, file_.string() + found +
                                                ", which is read up to 16 MB; write it with one "
                                                "object per note"}};
  while (!all.empty() && (all.back() == '\0' || all.back() == 0x1a)) all.pop_back();
  std::string reason;
  const auto columns = parseLeniently(all, reason);
  if (!columns)
    throw Unreadable{{ErrorCode::BadFormat,
                      file_.string() + " is no valid JSON: " + reason + "; correct it there"}};
  rows_ = rowsOfColumns(*columns);
  if (rows_.empty())
    throw Unreadable{{ErrorCode::BadFormat, file_.string() + found +
                                                ", and no notes in them; write it with one object "
                                                "per note"}};
}

/// The parser judges what this only delimits.
void EntryReader::parse(const std::string& text) {
  value_ = json::parse(text, nullptr, false);
  if (!value_.is_discarded()) return;
  std::string reason;
  if (auto lenient = parseLeniently(text, reason))
    value_ = std::move(*lenient);
  else
    fault_ = std::move(reason);
}

/// From one quotation mark to the other.
void EntryReader::takeString(std::string& text) {
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

void EntryReader::takeValue(std::string& text) {
  const int first = peekPastSpace();
  if (first == '"' || first == '\'') return takeString(text);
  if (first == '{' || first == '[') return takeNested(text);
  for (int c = first; c != kEnd && c != ',' && c != '}' && c != ']' && !isSpace(c); c = peek()) {
    if (text.size() > kLongestEntry) broken();
    text += static_cast<char>(c);
    ++at_;
  }
}

void EntryReader::takeNested(std::string& text) {
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

}  // namespace timbre::dataset
