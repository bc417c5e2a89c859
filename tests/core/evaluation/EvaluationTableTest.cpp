#include "evaluation/EvaluationTable.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/PlantedResults.h"

using namespace timbre;
using namespace timbre::evaluation;
using testing::HasSubstr;

namespace {

/// The line of the table that begins so.
std::string lineOf(const std::string& table, const std::string& begin) {
  const auto at = table.find("\n" + begin);
  if (at == std::string::npos) return {};
  return table.substr(at + 1, table.find('\n', at + 1) - at - 1);
}

}  // namespace

TEST(EvaluationTable, tellsMediansWithIntervalsAndWhoIsNearer) {
  const std::string table = tableOf(reportOf(test::plantedResults()), false);
  const std::string envelope = lineOf(table, "envelope, dB");
  EXPECT_THAT(envelope, HasSubstr(" 8  4.50 (1.00-8.00)"));
  EXPECT_THAT(envelope, HasSubstr("7.50 (7.50-7.50)"));
  EXPECT_THAT(envelope, HasSubstr("A nearer than B: 7 of 8, p = 0.07"));
  const std::string rise = lineOf(table, "struck notes: rise");
  EXPECT_THAT(rise, HasSubstr(" 5  +30.0 (+30.0 to +30.0)"));
  EXPECT_THAT(rise, HasSubstr("-5.0"));
  EXPECT_THAT(rise, HasSubstr("A nearer than B: 0 of 5"));
}

TEST(EvaluationTable, tellsBothPitchTrackersPerFamily) {
  const std::string table = tableOf(reportOf(test::plantedResults()), false);
  EXPECT_THAT(lineOf(table, "bass        B"), HasSubstr("2/3"));
  EXPECT_THAT(lineOf(table, "bass        B"), HasSubstr("3/3"));
  EXPECT_THAT(lineOf(table, "all         A"), HasSubstr("8/8"));
}

TEST(EvaluationTable, whatNoNoteHasIsADash) {
  const std::string table = tableOf(reportOf(test::plantedResults()), false);
  EXPECT_THAT(lineOf(table, "crackle above 4 kHz"), HasSubstr(" 0  -"));
  EXPECT_EQ(lineOf(table, "crackle above 4 kHz").find("nearer"), std::string::npos);
}

TEST(EvaluationTable, familiesHaveTheirMeasuresOnRequest) {
  const auto report = reportOf(test::plantedResults());
  EXPECT_EQ(tableOf(report, false).find("guitar notes"), std::string::npos);
  EXPECT_THAT(tableOf(report, true), HasSubstr("median error, guitar notes"));
}

TEST(EvaluationTable, morphsHaveALine) {
  EXPECT_THAT(tableOf(reportOf(test::plantedResults()), false),
              HasSubstr("morphs by A: pitch as expected at 0 of 5 points, 0 of 1 without a gap"));
}

TEST(EvaluationTable, aMarkdownTableHasAColumnPerSystemAndComparison) {
  const std::string table = markdownOf(reportOf(test::plantedResults()));
  EXPECT_EQ(table.substr(0, table.find('\n')),
            "| median error (95 %) | notes | A | B | 8-bit mu-law | A nearer than B |");
  EXPECT_EQ(lineOf(table, "|---"), "|---|---|---|---|---|---|");
  EXPECT_EQ(lineOf(table, "| envelope, dB"),
            "| envelope, dB | 8 | 4.50 (1.00-8.00) | 7.50 (7.50-7.50) | 0.00 (0.00-0.00) | "
            "7 of 8, p = 0.07 |");
  const std::string rise = lineOf(table, "| struck notes: rise from 10 to 90 %, ms | 5 |");
  EXPECT_THAT(rise, HasSubstr("| +30.0 (+30.0 to +30.0) | -5.0 (-5.0 to -5.0) |"));
  EXPECT_THAT(rise, HasSubstr("| 0 of 5, p = 0.062 |"));
  EXPECT_EQ(lineOf(table, "| crackle"), "| crackle above 4 kHz (crest), dB | 0 | - | - | - | - |");
  EXPECT_THAT(lineOf(table, "| pitch within 50 cents, YIN"), HasSubstr("| 8 | 8 (68-100 %) |"));
  EXPECT_EQ(lineOf(table, "| harmonics-to-noise ratio, 62"), "") << "the single octaves are left out";
  EXPECT_NE(lineOf(table, "| harmonics-to-noise ratio, octave"), "");
}

TEST(EvaluationTable, ofNothingThereIsNoMarkdown) {
  EXPECT_EQ(markdownOf(EvaluationReport{}), "");
}
