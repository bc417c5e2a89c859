#include "readers/Utf8Reader.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>

namespace timbre::readers {
namespace {

/// Reads `bytes`, `step` at a time from the file and `room` at a time from the reader.
std::string decoded(const std::string& bytes, std::size_t step, std::size_t room) {
  std::size_t at = 0;
  Utf8Reader reader(
      [&](std::span<char> into) {
        const std::size_t count = std::min({step, into.size(), bytes.size() - at});
        std::memcpy(into.data(), bytes.data() + at, count);
        at += count;
        return count;
      },
      0);
  std::string text, part(room, '\0');
  while (const std::size_t got = reader.read(part)) text.append(part, 0, got);
  return text;
}

std::string wide(const std::u32string& text, std::size_t unit, bool big) {
  std::string bytes;
  const auto put = [&](char32_t value) {
    for (std::size_t i = 0; i < unit; ++i)
      bytes += static_cast<char>(value >> (8 * (big ? unit - 1 - i : i)));
  };
  for (const char32_t c : text) {
    if (unit == 4 || c < 0x10000) {
      put(c);
    } else {
      put(0xd800 + ((c - 0x10000) >> 10));
      put(0xdc00 + ((c - 0x10000) & 0x3ff));
    }
  }
  return bytes;
}

const std::u32string kText = U"{\"Flügel 音 𝄞\": 1}";
const std::string kUtf8 = "{\"Flügel 音 𝄞\": 1}";

TEST(Utf8Reader, EveryEncodingOfUnicodeIsRead) {
  for (const std::size_t unit : {2u, 4u})
    for (const bool big : {false, true})
      for (const bool mark : {false, true})
        for (const std::size_t step : {1u, 3u, 1000u})
          for (const std::size_t room : {1u, 1000u}) {
            const std::string bytes = wide((mark ? U"\ufeff" : U"") + kText, unit, big);
            EXPECT_EQ(decoded(bytes, step, room), kUtf8) << unit << big << mark << step << room;
          }
}

TEST(Utf8Reader, Utf8PassesThrough) {
  EXPECT_EQ(decoded(kUtf8, 3, 5), kUtf8);
  EXPECT_EQ(decoded("", 1, 1), "");
  EXPECT_EQ(decoded("{}", 1, 1), "{}");
  EXPECT_EQ(decoded("\xff\xfd\x80 no text", 4, 7), "\xff\xfd\x80 no text");
}

TEST(Utf8Reader, HalfALetterAtTheEndIsDropped) {
  EXPECT_EQ(decoded(wide(kText, 2, false) + "x", 1000, 1000), kUtf8);
  EXPECT_EQ(decoded(wide(U"{\"a", 2, false) + std::string("\x3c\xd8", 2), 1000, 1000), "{\"a");
}

TEST(Utf8Reader, ASurrogateAloneIsReplaced) {
  std::string bytes = wide(U"{\"a", 2, false) + std::string("\x3c\xd8", 2) + wide(U"b", 2, false);
  EXPECT_EQ(decoded(bytes, 1000, 1000),
            "{\"a\xef\xbf\xbd"
            "b");
}

}  // namespace
}  // namespace timbre::readers
