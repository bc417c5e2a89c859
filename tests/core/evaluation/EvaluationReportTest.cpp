#include "evaluation/EvaluationReport.h"

#include <gtest/gtest.h>

#include "support/PlantedResults.h"

using namespace timbre;
using namespace timbre::evaluation;

TEST(EvaluationReport, familiesComeBeforeAllAndOnlyThoseThatHaveNotes) {
  const auto report = reportOf(test::plantedResults());
  std::vector<std::string> families;
  for (const ReportRow& row : report.rows) families.push_back(row.family + " " + row.system);
  EXPECT_EQ(families, (std::vector<std::string>{"bass A", "bass B", "bass 8-bit mu-law", "guitar A",
                                                "guitar B", "guitar 8-bit mu-law", "all A", "all B",
                                                "all 8-bit mu-law"}));
  EXPECT_EQ(report.rows.front().summary.notes, 3);
  EXPECT_EQ(report.rows[6].summary.notes, 8);
}

TEST(EvaluationReport, theFirstModelIsComparedWithEveryOtherModel) {
  const auto report = reportOf(test::plantedResults());
  ASSERT_EQ(report.comparisons.size(), measures().size()) << "not with the reference";
  for (const Comparison& c : report.comparisons) {
    EXPECT_EQ(c.first, "A");
    EXPECT_EQ(c.second, "B");
    if (measures()[c.measure].key != "envelope_db") continue;
    EXPECT_EQ(c.test.nearer, 7);
    EXPECT_EQ(c.test.farther, 1);
  }
}

TEST(EvaluationReport, morphsAreTheModelsThatMadeSome) {
  const auto report = reportOf(test::plantedResults());
  ASSERT_EQ(report.morphs.size(), 1u);
  EXPECT_EQ(report.morphs.front().first, "A");
  EXPECT_EQ(report.morphs.front().second.withoutHole.of, 1);
}

TEST(EvaluationReport, nothingGivesAnEmptyReport) {
  EXPECT_TRUE(reportOf({}).rows.empty());
}
