#include "evaluation/EvaluationJson.h"

#include <gtest/gtest.h>

#include "support/PlantedResults.h"

using namespace timbre;
using namespace timbre::evaluation;

TEST(EvaluationJson, aNoteHasEveryMeasureAndNullWhereItSaysNothing) {
  const auto results = test::plantedResults();
  const auto note = jsonOf("A", results[0].scores[4]);
  EXPECT_EQ(note["id"], "note4");
  EXPECT_EQ(note["rebuilt_by"], "A");
  for (const Measure& measure : measures()) EXPECT_TRUE(note.contains(measure.key)) << measure.key;
  EXPECT_EQ(note["attack_rise_ms"], 30);
  EXPECT_EQ(note["cents_by_harmonics"], 5);
  EXPECT_TRUE(note["crackle_db"].is_null());
  EXPECT_TRUE(note["nats"].is_null());
}

TEST(EvaluationJson, theReportHasRowsComparisonsAndMorphs) {
  const auto json = jsonOf(reportOf(test::plantedResults()));
  EXPECT_EQ(json["summary"].size(), 9u);
  const auto& all = json["summary"][7];
  EXPECT_EQ(all["rebuilt_by"], "B");
  EXPECT_EQ(all["struck"], 5);
  EXPECT_EQ(all["in_tune"]["hits"], 7);
  EXPECT_EQ(all["in_tune_by_harmonics"]["hits"], 8);
  EXPECT_EQ(all["measures"]["attack_rise_ms"]["error"]["median"], -5);
  EXPECT_EQ(all["measures"]["attack_rise_ms"]["absolute"]["median"], 5);
  EXPECT_EQ(all["measures"]["attack_rise_ms"]["notes"], 5);
  EXPECT_FALSE(all["measures"].contains("crackle_db"));
  ASSERT_EQ(json["comparisons"].size(), 3u) << "distance, envelope, attack";
  for (const auto& c : json["comparisons"]) {
    if (c["measure"] == "envelope_db") {
      EXPECT_EQ(c["nearer"], 7);
      EXPECT_NEAR(c["p"].get<double>(), 18.0 / 256, 1e-12);
    }
  }
  EXPECT_EQ(json["morphs"].size(), 1u);
}
