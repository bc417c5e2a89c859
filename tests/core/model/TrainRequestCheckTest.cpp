#include "model/TrainRequestCheck.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>
#include <utility>
#include <vector>

#include "model/ModelConfig.h"

namespace timbre::model {
namespace {

TrainRequest fine() {
  TrainRequest r;
  r.config = toJson(ModelConfig(WaveNetConfig{}));
  r.run = "run";
  r.notes = {{"notes", 1}, {"more", 0}};
  return r;
}

TEST(TrainRequestCheck, letsTheDefaultsPass) {
  const auto checked = checkTrainRequest(fine());
  EXPECT_TRUE(checked) << checked.error().message;
}

TEST(TrainRequestCheck, refusesEveryNumberOutsideItsRange) {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  using Change = std::function<void(TrainRequest&)>;
  const std::vector<std::pair<const char*, Change>> wrong{
      {"minutes -3", [](auto& r) { r.minutes = -3; }},
      {"minutes nan", [=](auto& r) { r.minutes = nan; }},
      {"steps", [](auto& r) { r.steps = -1; }},
      {"schedule", [](auto& r) { r.scheduleSteps = -1; }},
      {"batch", [](auto& r) { r.batch = 4097; }},
      {"rate", [](auto& r) { r.rate = 1; }},
      {"rate nan", [=](auto& r) { r.rate = nan; }},
      {"threads", [](auto& r) { r.threads = -1; }},
      {"reports", [](auto& r) { r.reportSeconds = -1; }},
      {"checkpoints", [=](auto& r) { r.checkpointSeconds = nan; }},
      {"level", [](auto& r) { r.recipeOptions.levelDb = 41; }},
      {"cents", [](auto& r) { r.recipeOptions.cents = -1; }},
      {"semitones", [](auto& r) { r.recipeOptions.semitones = 25; }},
      {"crop", [](auto& r) { r.crop = 1000; }},
      {"recipe", [](auto& r) { r.recipe = "cake"; }},
      {"folder", [](auto& r) { r.run.clear(); }},
      {"share", [](auto& r) { r.notes[0].share = -1; }},
      {"share nan", [=](auto& r) { r.notes[0].share = nan; }},
      {"no share", [](auto& r) { r.notes[0].share = 0; }},
      {"config", [](auto& r) { r.config = "{}"; }}};
  for (const auto& [name, change] : wrong) {
    auto request = fine();
    change(request);
    const auto checked = checkTrainRequest(request);
    ASSERT_FALSE(checked) << name;
    EXPECT_EQ(checked.error().code, ErrorCode::BadFormat) << name;
    EXPECT_FALSE(checked.error().message.empty()) << name;
  }
}

TEST(TrainRequestCheck, asksForNotes) {
  auto request = fine();
  request.notes.clear();
  EXPECT_EQ(checkTrainRequest(request).error().code, ErrorCode::NotFound);
}

}  // namespace
}  // namespace timbre::model
