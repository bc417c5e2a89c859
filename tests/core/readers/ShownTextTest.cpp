#include "readers/ShownText.h"

#include <gtest/gtest.h>

namespace timbre::readers {
namespace {

TEST(ShownText, IsShortAndOnOneLine) {
  EXPECT_EQ(shownName("flügel"), "flügel");
  EXPECT_EQ(shownName("a\nb\x1b[31m\x7f"), "a?b?[31m?");
  EXPECT_EQ(shownName(std::string(80, 'x')), std::string(80, 'x'));
  EXPECT_EQ(shownName(std::string(81, 'x')), std::string(80, 'x') + "…");
  EXPECT_EQ(shownName(std::string(79, 'x') + "ü!"), std::string(79, 'x') + "…")
      << "no letter is cut in two";
}

}  // namespace
}  // namespace timbre::readers
