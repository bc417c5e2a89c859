#include "training/Learner.h"

#include <gtest/gtest.h>

#include <cmath>

#include "support/Sounds.h"
#include "support/TemporaryFolder.h"

namespace timbre::training {

namespace {

const model::WaveNetConfig kTiny{.width = 4,
                                 .skip = 4,
                                 .layers = 3,
                                 .stages = 3,
                                 .aeWidth = 4,
                                 .aeLayers = 3,
                                 .aeStages = 3,
                                 .z = 2,
                                 .hop = 64};
const model::BaselineConfig kTinyBaseline{.divide = 64, .z = 4, .pitchConditioned = true};

std::unique_ptr<Learner> learner(const model::ModelConfig& config) {
  return Learner::create(config, {.seed = 1, .device = "cpu", .threads = 1}).value();
}

Batch batchFor(const model::ModelConfig& config) {
  Notes notes;
  for (int i = 0; i < 3; ++i)
    add(notes, test::sine(220 * (i + 1), 0.5, kNoteSamples).samples(), "a", 57 + 12 * i);
  std::vector<int> all{0, 1, 2};
  return draw(notes, all, {.count = 3, .samples = config.index() == 0 ? 1280 : kNoteSamples}, 1);
}

}  // namespace

class EachKind : public testing::TestWithParam<int> {
 protected:
  model::ModelConfig config() const {
    return GetParam() == 0 ? model::ModelConfig(kTiny) : model::ModelConfig(kTinyBaseline);
  }
};

TEST_P(EachKind, learnsABatchThatItSeesAgainAndAgain) {
  const auto model = learner(config());
  const Batch batch = batchFor(config());
  const double first = model->step(batch, 1e-2).value();
  double last = first;
  for (int i = 0; i < 12; ++i) last = model->step(batch, 1e-2).value();
  EXPECT_LT(last, 0.95 * first);
}

TEST_P(EachKind, goesBackToWhatItRemembers) {
  test::TemporaryFolder folder;
  const auto model = learner(config());
  const Batch batch = batchFor(config());
  ASSERT_TRUE(model->step(batch, 1e-3));
  ASSERT_TRUE(model->remember());
  ASSERT_TRUE(model->save(folder / "before.safetensors", {}));
  ASSERT_TRUE(model->step(batch, 1e-3));
  ASSERT_TRUE(model->goBack());
  ASSERT_TRUE(model->save(folder / "after.safetensors", {}));
  EXPECT_EQ(test::textOf(folder / "before.safetensors"),
            test::textOf(folder / "after.safetensors"));
  EXPECT_EQ(model->steps(), 1);
}

TEST_P(EachKind, doesNotLearnWhileItIsMeasured) {
  test::TemporaryFolder folder;
  const auto model = learner(config());
  const Batch batch = batchFor(config());
  ASSERT_TRUE(model->save(folder / "before.safetensors", {}));
  EXPECT_TRUE(std::isfinite(model->lossOf(batch).value()));
  ASSERT_TRUE(model->save(folder / "after.safetensors", {}));
  EXPECT_EQ(test::textOf(folder / "before.safetensors"),
            test::textOf(folder / "after.safetensors"));
}

INSTANTIATE_TEST_SUITE_P(Learner, EachKind, testing::Values(0, 1), [](const auto& kind) {
  return std::string(kind.param == 0 ? "wavenet" : "baseline");
});

}  // namespace timbre::training
