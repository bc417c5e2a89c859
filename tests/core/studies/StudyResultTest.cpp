#include "studies/StudyResult.h"

#include <gtest/gtest.h>

#include <cmath>

namespace timbre::studies {

TEST(StudyResult, csvQuotesWhatNeedsItAndLeavesGaps) {
  const Table table{"t",
                    "",
                    "",
                    {{"Name, of it"}, {"x (Hz)", 1}},
                    {{"a \"b\"", 1.0 / 3}, {"line\nbreak", std::nan("")}, {Cell(), Cell()}}};
  EXPECT_EQ(csvOf(table),
            "\"Name, of it\",x (Hz)\r\n\"a \"\"b\"\"\",0.333333333\r\n\"line\nbreak\",\r\n,\r\n");
}

TEST(StudyResult, aReportShowsWhatPeopleCallAThingAndACsvItsId) {
  const Label label = Label("WaveNet", "wavenet-compact") + ", given C4";
  const Table table{"t", "", "", {{"Model"}}, {{label}, {Label("Original")}}};
  EXPECT_EQ(csvOf(table), "Model\r\n\"wavenet-compact, given C4\"\r\nOriginal\r\n");
  EXPECT_EQ(shown(label, 2), "WaveNet, given C4");
  EXPECT_TRUE(isWords(label));
  EXPECT_TRUE(isWords(std::string("word")));
  EXPECT_FALSE(isWords(1.5));
}

TEST(StudyResult, cellsAreShownWithTheirDigits) {
  EXPECT_EQ(shown(2.0 / 3, 2), "0.67");
  EXPECT_EQ(shown(std::string("word"), 2), "word");
  EXPECT_EQ(shown(std::nan(""), 2), "–");
  EXPECT_EQ(shown({}, 2), "–");
}

}  // namespace timbre::studies
