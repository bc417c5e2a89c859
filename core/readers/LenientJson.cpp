#include "readers/LenientJson.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>

namespace timbre::readers {
using nlohmann::json;

namespace {

/// How many bytes of valid UTF-8 begin here; 0 for none.
std::size_t sequenceAt(std::string_view bytes) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
  const std::size_t length = byte(0) < 0x80                       ? 1
                             : byte(0) >= 0xc2 && byte(0) < 0xe0  ? 2
                             : byte(0) >= 0xe0 && byte(0) < 0xf0  ? 3
                             : byte(0) >= 0xf0 && byte(0) <= 0xf4 ? 4
                                                                  : 0;
  if (length == 0 || length > bytes.size()) return 0;
  for (std::size_t i = 1; i < length; ++i)
    if ((byte(i) & 0xc0) != 0x80) return 0;
  if ((byte(0) == 0xe0 && byte(1) < 0xa0) || (byte(0) == 0xed && byte(1) > 0x9f) ||
      (byte(0) == 0xf0 && byte(1) < 0x90) || (byte(0) == 0xf4 && byte(1) > 0x8f))
    return 0;  // overlong, a surrogate, beyond Unicode
  return length;
}

/// Makes strict JSON of the lenient kind.
class Strict {
 public:
  explicit Strict(std::string_view text) : text_(text) {}

  std::string made() {
    while (at_ < text_.size()) step();
    return std::move(out_);
  }
  const std::string& reason() const { return reason_; }

 private:
  void step() {
    const char c = text_[at_];
    if (c == '"' || c == '\'') return takeText(c);
    if (c == '#' || c == '/') return passComment();
    if (c == ',') return takeComma();
    if (isWord(c)) return takeWord();
    out_ += c;
    ++at_;
  }

  static bool isWord(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) || c == '+' || c == '-' || c == '.' ||
           c == '_';
  }

  void passComment() {
    const bool block = text_.substr(at_, 2) == "/*";
    const auto end = block ? text_.find("*/", at_ + 2) : text_.find('\n', at_);
    at_ = end == text_.npos ? text_.size() : end + (block ? 2 : 1);
    out_ += ' ';
  }

  /// None before the end of a list.
  void takeComma() {
    ++at_;
    const std::size_t before = out_.size();
    out_ += ',';
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '#' || c == '/')
        passComment();
      else if (std::isspace(static_cast<unsigned char>(c)))
        ++at_;
      else
        break;
    }
    if (at_ < text_.size() && (text_[at_] == '}' || text_[at_] == ']')) out_.resize(before);
  }

  void takeWord() {
    const std::size_t from = at_;
    while (at_ < text_.size() && isWord(text_[at_])) ++at_;
    const std::string_view word = text_.substr(from, at_ - from);
    if (word == "True") {
      out_ += "true";
    } else if (word == "False") {
      out_ += "false";
    } else if (word == "None" || word == "undefined") {
      out_ += "null";
    } else if (isNoNumber(word)) {
      out_ += "[\"" + std::string(word) + "\"]";
    } else {
      out_ += word;
    }
  }

  static bool isNoNumber(std::string_view word) {
    if (word.starts_with('-') || word.starts_with('+')) word.remove_prefix(1);
    static constexpr std::array<std::string_view, 5> kNames{"NaN", "nan", "Infinity", "inf", "Inf"};
    return std::find(kNames.begin(), kNames.end(), word) != kNames.end();
  }

  void takeText(char quote) {
    out_ += '"';
    for (++at_; at_ < text_.size() && text_[at_] != quote; ++at_) takeLetter(quote);
    if (at_ < text_.size()) out_ += '"';
    ++at_;
  }

  void takeLetter(char quote) {
    const auto c = static_cast<unsigned char>(text_[at_]);
    if (c == '\\' && at_ + 1 < text_.size()) return takeEscape(text_[++at_]);
    if (c == '"' && quote == '\'') {
      out_ += "\\\"";
    } else if (c < 0x20) {
      static constexpr char kDigits[] = "0123456789abcdef";
      out_ += "\\u00";
      out_ += kDigits[c >> 4];
      out_ += kDigits[c & 15];
    } else if (const std::size_t length = sequenceAt(text_.substr(at_)); length > 0) {
      out_ += text_.substr(at_, length);
      at_ += length - 1;
    } else {
      out_ += static_cast<char>(0xc0 | (c >> 6));
      out_ += static_cast<char>(0x80 | (c & 0x3f));
    }
  }

  void takeEscape(char letter) {
    if (letter == '\'') {
      out_ += letter;
      return;
    }
    if (std::string_view("\"\\/bfnrtu").find(letter) == std::string_view::npos)
      reason_ = std::string("it has the escape \\") +
                (letter >= ' ' && letter < 127 ? letter : '?') + ", which JSON does not know";
    out_ += '\\';
    out_ += letter;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::string out_, reason_;
};

}  // namespace

std::string asUtf8(std::string_view bytes) {
  std::string text;
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t length = sequenceAt(bytes.substr(at));
    const auto c = static_cast<unsigned char>(bytes[at]);
    if (length > 0) {
      text += bytes.substr(at, length);
    } else {
      text += static_cast<char>(0xc0 | (c >> 6));
      text += static_cast<char>(0x80 | (c & 0x3f));
    }
    at += std::max<std::size_t>(length, 1);
  }
  return text;
}

std::optional<json> parseLeniently(const std::string& text, std::string& reason) {
  if (auto strict = json::parse(text, nullptr, false); !strict.is_discarded()) return strict;
  Strict rewritten(text);
  const std::string made = rewritten.made();
  try {
    return json::parse(made);
  } catch (const json::exception& error) {
    reason = rewritten.reason();
    if (reason.empty() && text.find('\0') != std::string::npos) reason = "it has a zero byte";
    if (reason.empty()) {
      const auto* parse = dynamic_cast<const json::parse_error*>(&error);
      reason = "there is an error at its byte " + std::to_string(parse ? parse->byte : 0);
    }
    return {};
  }
}

}  // namespace timbre::readers
