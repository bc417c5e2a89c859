#include "base/MidiTable.h"

#include <gtest/gtest.h>

namespace timbre {
namespace {

TEST(MidiTable, HoldsTheKeysOfAPiano) {
  const auto rows = midiTable();
  ASSERT_TRUE(rows);
  ASSERT_EQ(rows->size(), 88u);
  EXPECT_EQ(rows->front().name, "A0");
  EXPECT_NEAR(rows->front().hertz, 27.5, 1e-9);
  EXPECT_EQ(rows->back().number, 108);
  EXPECT_EQ(rows->back().name, "C8");
  EXPECT_NEAR(rows->back().hertz, 4186.009, 1e-3);
  int black = 0;
  for (const auto& row : *rows) black += row.black;
  EXPECT_EQ(black, 36);
}

TEST(MidiTable, FollowsTheTuning) {
  const auto rows = midiTable(kAllKeys, 432);
  ASSERT_TRUE(rows);
  EXPECT_EQ(rows->size(), 128u);
  const auto& a4 = (*rows)[69];
  EXPECT_EQ(a4.name, "A4");
  EXPECT_DOUBLE_EQ(a4.hertz, 432);
  EXPECT_DOUBLE_EQ(a4.milliseconds, 1000.0 / 432);
  EXPECT_EQ((*rows)[60].name, "C4");
  EXPECT_FALSE((*rows)[60].black);
  EXPECT_TRUE((*rows)[61].black);
}

TEST(MidiTable, RefusesWhatIsNoKeyAndNoTuning) {
  EXPECT_FALSE(midiTable({-1, 20}));
  EXPECT_FALSE(midiTable({20, 128}));
  EXPECT_FALSE(midiTable({20, 19}));
  EXPECT_FALSE(midiTable(kPianoKeys, 0));
  EXPECT_FALSE(midiTable(kPianoKeys, std::numeric_limits<double>::quiet_NaN()));
}

TEST(MidiTable, IsWrittenAsCsvAndAsText) {
  const auto rows = midiTable({69, 70});
  ASSERT_TRUE(rows);
  EXPECT_EQ(csvOf(*rows),
            "number,name,frequency_hz,period_ms\n"
            "69,A4,440.0000,2.2727273\n"
            "70,A♯4,466.1638,2.1451689\n");
  EXPECT_EQ(textOf(*rows),
            "  key  name  frequency      period\n"
            "   69  A4      440.00 Hz   2.2727 ms\n"
            "   70  A♯4     466.16 Hz   2.1452 ms\n");
}

}  // namespace
}  // namespace timbre
