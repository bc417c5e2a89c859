/// A text file in whatever encoding of Unicode, as UTF-8.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>

namespace timbre::readers {

class Utf8Reader {
 public:
  using Read = std::function<std::size_t(std::span<char>)>;

  /// `read` gives the file's bytes from its beginning, or, when `from` is not 0, from a place in a
  /// file that is UTF-8.
  Utf8Reader(Read read, std::uint64_t from);

  /// As many bytes of UTF-8 as there are; 0 at the end.
  std::size_t read(std::span<char> into);
  /// Whether the file is UTF-8 already, so that places in the text are places in the file. Known
  /// after the first read().
  bool plain() const { return encoding_ == Encoding::Utf8; }

 private:
  enum class Encoding { Unknown, Utf8, Utf16Le, Utf16Be, Utf32Le, Utf32Be };

  void recognise();
  bool fill();
  void decode();
  void put(char32_t letter);
  std::uint32_t unitAt(std::size_t at) const;

  Read read_;
  Encoding encoding_ = Encoding::Unknown;
  std::string raw_;   // not yet decoded
  std::string text_;  // decoded, not yet given
  std::size_t given_ = 0;
};

}  // namespace timbre::readers
