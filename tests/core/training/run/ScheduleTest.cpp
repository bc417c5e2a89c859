#include "training/run/Schedule.h"

#include <gtest/gtest.h>

namespace timbre::training {

TEST(Schedule, isThePapersTable) {
  model::TrainRequest request;
  request.recipe = "paper";
  const auto at = [&](std::int64_t step) {
    return rateAt(request, model::WaveNetConfig{}, step, 0);
  };
  EXPECT_NEAR(at(0), 2e-4, 1e-12);
  EXPECT_NEAR(at(89'999), 2e-4, 1e-12);
  EXPECT_NEAR(at(90'000), 4e-4 / 3, 1e-12);
  EXPECT_NEAR(at(120'000), 6e-5, 1e-12);
  EXPECT_NEAR(at(150'000), 4e-5, 1e-12);
  EXPECT_NEAR(at(180'000), 2e-5, 1e-12);
  EXPECT_NEAR(at(210'000), 6e-6, 1e-12);
  EXPECT_NEAR(at(240'000), 2e-6, 1e-12);
  EXPECT_NEAR(rateAt(request, model::BaselineConfig{}, 300'000, 0), 1e-4, 1e-12);
}

TEST(Schedule, stretchesToTheStepsAskedFor) {
  model::TrainRequest request;
  request.recipe = "paper";
  request.scheduleSteps = 2500;
  request.rate = 1e-3;
  EXPECT_NEAR(rateAt(request, model::WaveNetConfig{}, 899, 0), 1e-3, 1e-12);
  EXPECT_NEAR(rateAt(request, model::WaveNetConfig{}, 1200, 0), 3e-4, 1e-12);
}

TEST(Schedule, ofACosineRisesAndFalls) {
  model::TrainRequest request;
  request.rate = 1e-3;
  request.scheduleSteps = 10'000;
  const auto at = [&](std::int64_t step) {
    return rateAt(request, model::WaveNetConfig{}, step, 0);
  };
  EXPECT_LT(at(0), 1e-5);
  EXPECT_NEAR(at(200), 1e-3, 1e-5);
  EXPECT_NEAR(at(5'000), 0.51e-3, 1e-8);
  EXPECT_NEAR(at(10'000), 2e-5, 1e-10);
  EXPECT_NEAR(at(20'000), 2e-5, 1e-10);
  request.scheduleSteps = 0;
  request.minutes = 5;  // by the clock, where no number of steps is known
  EXPECT_NEAR(rateAt(request, model::WaveNetConfig{}, 1'000, 0.5), 0.51e-3, 1e-8);
}

}  // namespace timbre::training
