#include "dataset/JsonObjectReader.h"

#include "dataset/ByteStream.h"

namespace timbre::dataset {
using nlohmann::json;

namespace {

/// No note is described at greater length; more is somebody's trap.
constexpr std::size_t kLongestEntry = 1 << 20;

bool isSpace(int c) {
  return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

}  // namespace

JsonObjectReader::JsonObjectReader(std::filesystem::path file,
                                   std::function<std::size_t(std::span<char>)> read,
                                   std::uint64_t from)
    : file_(std::move(file)), read_(std::move(read)), start_(from), begun_(from > 0) {}

void JsonObjectReader::broken(std::uint64_t byte) const {
  throw Unreadable{{ErrorCode::BadFormat,
                    file_.string() + " is no valid JSON (it breaks off or goes wrong at byte " +
                        std::to_string(byte) + "); copy or download it again"}};
}

int JsonObjectReader::peek() {
  if (at_ == filled_) {
    start_ += at_;
    at_ = 0;
    filled_ = read_(buffer_);
    if (filled_ == 0) return kEnd;
  }
  return static_cast<unsigned char>(buffer_[at_]);
}

int JsonObjectReader::peekPastSpace() {
  while (isSpace(peek())) ++at_;
  return peek();
}

void JsonObjectReader::expect(char wanted) {
  if (peekPastSpace() != wanted) broken(place());
  ++at_;
}

bool JsonObjectReader::endOfTable() {
  if (peekPastSpace() != '}') return false;
  ++at_;
  if (peekPastSpace() != kEnd) broken(place());
  return true;
}

bool JsonObjectReader::next() {
  if (!begun_) {
    if (peekPastSpace() != '{')
      throw Unreadable{
          {ErrorCode::BadFormat, file_.string() +
                                     " is no table of notes (a JSON object with one entry a note); "
                                     "take the examples.json of an NSynth folder"}};
    ++at_;
    begun_ = true;
    if (endOfTable()) return false;
  } else {
    if (endOfTable()) return false;
    expect(',');
  }
  if (peekPastSpace() != '"') broken(place());
  text_.clear();
  takeString(text_);
  key_ = parsed(text_).get<std::string>();
  expect(':');
  peekPastSpace();
  text_.clear();
  takeValue(text_);
  value_ = parsed(text_);
  return true;
}

/// The parser judges what this only delimits.
json JsonObjectReader::parsed(const std::string& text) const {
  try {
    return json::parse(text);
  } catch (const json::parse_error& error) {
    broken(place() - text.size() + error.byte);
  }
}

/// From one quotation mark to the other.
void JsonObjectReader::takeString(std::string& text) {
  text += static_cast<char>(peek());
  ++at_;
  for (bool escaped = false;;) {
    const int c = peek();
    if (c == kEnd || text.size() > kLongestEntry) broken(place());
    text += static_cast<char>(c);
    ++at_;
    if (c == '"' && !escaped) return;
    escaped = c == '\\' && !escaped;
  }
}

void JsonObjectReader::takeValue(std::string& text) {
  const int first = peek();
  if (first == '"') return takeString(text);
  if (first == '{' || first == '[') return takeNested(text);
  for (int c = first; c != kEnd && c != ',' && c != '}' && !isSpace(c); c = peek()) {
    if (text.size() > kLongestEntry) broken(place());
    text += static_cast<char>(c);
    ++at_;
  }
}

void JsonObjectReader::takeNested(std::string& text) {
  int depth = 0;
  do {
    const int c = peek();
    if (c == kEnd || text.size() > kLongestEntry) broken(place());
    if (c == '"') {
      takeString(text);
      continue;
    }
    text += static_cast<char>(c);
    ++at_;
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') --depth;
  } while (depth > 0);
}

}  // namespace timbre::dataset
