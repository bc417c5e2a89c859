#include "base/PrintableText.h"

#include <gtest/gtest.h>

namespace timbre {
namespace {

TEST(PrintableText, leavesOrdinaryTextAlone) {
  for (const char* text : {"", "C#4, 62 %", "Flöte – 笛 🎹", "C:\\notes\\a.wav", "نی‌زن"})
    EXPECT_EQ(printable(text), text);
}

TEST(PrintableText, escapesWhatMovesTheCursor) {
  EXPECT_EQ(printable("a\nb\tc\rd"), "a\\nb\\tc\\rd");
  EXPECT_EQ(printable("\x1b[31mred\x1b[0m"), "\\x1b[31mred\\x1b[0m");
  EXPECT_EQ(printable(std::string_view("a\0b", 3)), "a\\x00b");
  EXPECT_EQ(printable("\x7f\b"), "\\x7f\\x08");
  EXPECT_EQ(printable("\xc2\x9b"
                      "31m"),
            "\\u{9b}31m")
      << "a sequence of the second set";
}

TEST(PrintableText, escapesWhatTurnsOrHides) {
  EXPECT_EQ(printable("gpj.\xe2\x80\xae"
                      "exe"),
            "gpj.\\u{202e}exe");
  EXPECT_EQ(printable("a\xe2\x80\xa8"
                      "b"),
            "a\\u{2028}b");
  EXPECT_EQ(printable("\xef\xbb\xbf"
                      "a"),
            "\\u{feff}a");
}

TEST(PrintableText, escapesBytesThatAreNotUtf8) {
  EXPECT_EQ(printable("Fl\xf6te"), "Fl\\xf6te");
  EXPECT_EQ(printable("\xe2\x80"), "\\xe2\\x80") << "cut short";
  EXPECT_EQ(printable("\xc0\x8a"), "\\xc0\\x8a") << "a line feed in two bytes";
  EXPECT_EQ(printable("\xed\xa0\x80"), "\\xed\\xa0\\x80") << "half a surrogate pair";
  EXPECT_EQ(printable("\xf5\x80\x80\x80"), "\\xf5\\x80\\x80\\x80") << "beyond Unicode";
}

}  // namespace
}  // namespace timbre
