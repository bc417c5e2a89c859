#include "training/run/TrainingClock.h"

#include <gtest/gtest.h>

namespace timbre::training {

constexpr double kSlack = 0.2;  // of a minute: a busy machine

TEST(TrainingClock, knowsNoPartsAndNoEndWithoutALimit) {
  TrainingClock clock(0);
  clock.start();
  clock.standStill(-30);
  EXPECT_EQ(clock.partDone(), 0);
  EXPECT_EQ(clock.partOfAll(), 0);
  EXPECT_LT(clock.secondsLeft(-1, 2), 0);
  EXPECT_EQ(clock.secondsLeft(5, 2), 10);
}

TEST(TrainingClock, countsTheMinutesOfThisCallAndOfAll) {
  TrainingClock clock(1);
  clock.setBefore(60);
  clock.start();
  clock.standStill(-30);  // as if it had begun half a minute ago
  EXPECT_NEAR(clock.partDone(), 0.5, kSlack);
  EXPECT_GE(clock.partDone(), 0.5);
  EXPECT_NEAR(clock.partOfAll(), 0.75, kSlack);
  EXPECT_NEAR(clock.seconds(), 90, 60 * kSlack);
  EXPECT_NEAR(clock.secondsLeft(-1, 1), 30, 60 * kSlack);
  EXPECT_EQ(clock.secondsLeft(1, 1), 1) << "the steps end first";
}

TEST(TrainingClock, doesNotCountWaiting) {
  TrainingClock clock(1);
  clock.start();
  clock.standStill(-50);
  clock.standStill(40);
  EXPECT_NEAR(clock.seconds(), 10, 60 * kSlack);
}

}  // namespace timbre::training
