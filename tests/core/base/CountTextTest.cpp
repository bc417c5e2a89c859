#include "base/CountText.h"

#include <gtest/gtest.h>

#include <cstdint>

namespace timbre {
namespace {

TEST(CountText, OneIsSingularAndAllElseIsPlural) {
  EXPECT_EQ(countText(1, "note"), "1 note");
  EXPECT_EQ(countText(0, "note"), "0 notes");
  EXPECT_EQ(countText(2, "note"), "2 notes");
  EXPECT_EQ(countText(std::uint64_t{1}, "byte"), "1 byte");
  EXPECT_EQ(countText(-1, "semitone"), "-1 semitones");
  EXPECT_EQ(countText(5, "data file"), "5 data files");
}

TEST(CountText, FormsThePluralByRule) {
  EXPECT_EQ(countText(2, "pitch"), "2 pitches");
  EXPECT_EQ(countText(2, "study"), "2 studies");
  EXPECT_EQ(countText(2, "key"), "2 keys");
  EXPECT_EQ(countText(2, "pass"), "2 passes");
}

}  // namespace
}  // namespace timbre
