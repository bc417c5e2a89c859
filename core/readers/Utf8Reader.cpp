#include "readers/Utf8Reader.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>

namespace timbre::readers {

namespace {

constexpr std::size_t kReadBlock = 1 << 16;
constexpr char32_t kReplacement = 0xfffd;

}  // namespace

Utf8Reader::Utf8Reader(Read read, std::uint64_t from) : read_(std::move(read)) {
  if (from > 0) encoding_ = Encoding::Utf8;
}

bool Utf8Reader::fill() {
  const std::size_t had = raw_.size();
  raw_.resize(had + kReadBlock);
  const std::size_t got = read_(std::span(raw_).subspan(had));
  raw_.resize(had + got);
  return got > 0;
}

/// By the byte order mark, else by where the zero bytes of the first letters stand: every JSON file
/// begins with an ASCII letter.
void Utf8Reader::recognise() {
  while (raw_.size() < 4 && fill()) continue;
  struct Mark {
    std::string_view bytes;
    Encoding encoding;
  };
  static constexpr std::array kMarks{
      Mark{{"\xff\xfe\0\0", 4}, Encoding::Utf32Le}, Mark{{"\0\0\xfe\xff", 4}, Encoding::Utf32Be},
      Mark{"\xff\xfe", Encoding::Utf16Le}, Mark{"\xfe\xff", Encoding::Utf16Be}};
  for (const Mark& mark : kMarks)
    if (raw_.starts_with(mark.bytes)) {
      raw_.erase(0, mark.bytes.size());
      encoding_ = mark.encoding;
      return;
    }
  std::array<bool, 4> zero{};
  for (std::size_t i = 0; i < 4; ++i) zero[i] = i >= raw_.size() || raw_[i] == '\0';
  encoding_ = raw_.size() < 4                              ? Encoding::Utf8
              : !zero[0] && zero[1] && zero[2] && zero[3]  ? Encoding::Utf32Le
              : zero[0] && zero[1] && zero[2] && !zero[3]  ? Encoding::Utf32Be
              : !zero[0] && zero[1] && !zero[2] && zero[3] ? Encoding::Utf16Le
              : zero[0] && !zero[1] && zero[2] && !zero[3] ? Encoding::Utf16Be
                                                           : Encoding::Utf8;
}

std::uint32_t Utf8Reader::unitAt(std::size_t at) const {
  const auto byte = [&](std::size_t i) {
    return std::uint32_t{static_cast<unsigned char>(raw_[at + i])};
  };
  switch (encoding_) {
    case Encoding::Utf16Le:
      return byte(0) | byte(1) << 8;
    case Encoding::Utf16Be:
      return byte(1) | byte(0) << 8;
    case Encoding::Utf32Le:
      return byte(0) | byte(1) << 8 | byte(2) << 16 | byte(3) << 24;
    default:
      return byte(3) | byte(2) << 8 | byte(1) << 16 | byte(0) << 24;
  }
}

void Utf8Reader::put(char32_t letter) {
  if (letter > 0x10ffff || (letter >= 0xd800 && letter < 0xe000)) letter = kReplacement;
  const auto tail = [&](int shift) {
    text_ += static_cast<char>(0x80 | ((letter >> shift) & 0x3f));
  };
  if (letter < 0x80) {
    text_ += static_cast<char>(letter);
  } else if (letter < 0x800) {
    text_ += static_cast<char>(0xc0 | (letter >> 6));
    tail(0);
  } else if (letter < 0x10000) {
    text_ += static_cast<char>(0xe0 | (letter >> 12));
    tail(6);
    tail(0);
  } else {
    text_ += static_cast<char>(0xf0 | (letter >> 18));
    tail(12);
    tail(6);
    tail(0);
  }
}

/// All whole letters of what is there; half of one is left for the next time.
void Utf8Reader::decode() {
  const bool wide = encoding_ == Encoding::Utf32Le || encoding_ == Encoding::Utf32Be;
  const std::size_t unit = wide ? 4 : 2;
  std::size_t at = 0;
  while (at + unit <= raw_.size()) {
    const std::uint32_t first = unitAt(at);
    const bool leads = !wide && first >= 0xd800 && first < 0xdc00;
    if (leads && at + 4 > raw_.size()) break;
    const std::uint32_t second = leads ? unitAt(at + 2) : 0;
    const bool pair = leads && second >= 0xdc00 && second < 0xe000;
    put(pair ? 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00) : first);
    at += pair ? 4 : unit;
  }
  raw_.erase(0, at);
}

std::size_t Utf8Reader::read(std::span<char> into) {
  if (encoding_ == Encoding::Unknown) recognise();
  if (plain() && raw_.empty()) return read_(into);
  if (plain()) {
    const std::size_t count = std::min(into.size(), raw_.size());
    std::memcpy(into.data(), raw_.data(), count);
    raw_.erase(0, count);
    return count;
  }
  while (given_ == text_.size()) {
    text_.clear();
    given_ = 0;
    decode();
    if (text_.empty() && !fill()) return 0;
  }
  const std::size_t count = std::min(into.size(), text_.size() - given_);
  std::memcpy(into.data(), text_.data() + given_, count);
  given_ += count;
  return count;
}

}  // namespace timbre::readers
