#include "model/PlainName.h"

#include <gtest/gtest.h>

namespace timbre::model {
namespace {

ModelCard baseline() {
  ModelCard card;
  card.kind = "baseline";
  card.name = "baseline-ours";
  card.title = "Baseline, compact (0.2 million parameters)";
  card.standard = true;
  return card;
}

}  // namespace

TEST(PlainName, theStandardModelOfItsKindIsCalledAsItsKind) {
  EXPECT_EQ(plainName(baseline()), "Baseline");
}

TEST(PlainName, anotherOneBearsItsOwnNameWithoutTheKind) {
  auto card = baseline();
  card.standard = false;
  EXPECT_EQ(plainName(card), "Baseline ours");
  card.title = card.name + ": " + card.title;  // as the list of models calls it
  EXPECT_EQ(plainName(card), "Baseline ours");
  card.name = "night-run";
  card.title = "Baseline, compact";
  EXPECT_EQ(plainName(card), "Baseline night-run");
}

TEST(PlainName, withoutATitleTheNameIsAllThereIs) {
  auto card = baseline();
  card.standard = false;
  card.title.clear();
  EXPECT_EQ(plainName(card), "ours");
}

}  // namespace timbre::model
