#include "checkpoint/Import.h"

#include <gtest/gtest.h>

#include "model/SafeTensors.h"
#include "support/Impatient.h"
#include "support/Sentences.h"
#include "support/TemporaryFolder.h"
#include "support/ToyCheckpoint.h"

namespace timbre::checkpoint {
namespace {

Unwatched quiet;

constexpr ImportOptions kToy{.averages = false, .stages = 2, .hop = 8};

class Import : public testing::Test {
 protected:
  Result<Imported> import(test::BundleToWrite bundle, const ImportOptions& options = kToy) {
    bundle.write(folder_ / "model.ckpt-5");
    return importCheckpoint(folder_.path(), out(), options, quiet);
  }
  /// The failure of an import, which must leave nothing behind.
  std::string complaint(const test::BundleToWrite& bundle, const ImportOptions& options = kToy) {
    const auto made = import(bundle, options);
    EXPECT_FALSE(std::filesystem::exists(out()));
    if (made) return {};
    test::expectSentence(made.error(), folder_.path());
    return made.error().message;
  }
  std::filesystem::path out() const { return folder_ / "out.safetensors"; }

  test::TemporaryFolder folder_;
};

void expectContains(const std::string& text, const std::string& part) {
  EXPECT_NE(text.find(part), std::string::npos) << text;
}

TEST_F(Import, TakesTheWeightsAndLeavesTheRest) {
  const auto made = import(test::toyBundle(test::toyWaveNet()));
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(made->card.kind, "wavenet");
  EXPECT_EQ(made->checkpoint, "model.ckpt-5");
  EXPECT_FALSE(made->averages);
  const auto file = model::SafeTensors::open(out()).value();
  const auto config = model::configOf(file).value();
  EXPECT_EQ(std::get<model::WaveNetConfig>(config), test::toyWaveNet());
  const auto specs = model::tensorsOf(config);
  EXPECT_EQ(file.tensors().size(), specs.size());
  EXPECT_EQ(made->tensors, static_cast<int>(specs.size()));
  EXPECT_EQ(made->ignored, 3 * made->tensors + 1);
  for (const auto& spec : specs)
    EXPECT_EQ(file.floats(spec.name, spec.shape).value(), test::toyNumbers(spec)) << spec.name;
}

TEST_F(Import, TakesTheAveragesWhenAskedOrWhenThereIsNothingElse) {
  auto bundle = test::toyBundle(test::toyWaveNet());
  const auto expectHalves = [&](const ImportOptions& options) {
    const auto made = import(bundle, options);
    ASSERT_TRUE(made) << made.error().message;
    EXPECT_TRUE(made->averages);
    const auto file = model::SafeTensors::open(out()).value();
    for (const auto& spec : model::tensorsOf(test::toyWaveNet()))
      EXPECT_EQ(file.floats(spec.name, spec.shape).value(), test::toyNumbers(spec, 0.5f));
  };
  expectHalves({.averages = true, .stages = 2, .hop = 8});
  for (const auto& spec : model::tensorsOf(test::toyWaveNet())) bundle.tensors.erase(spec.name);
  expectHalves(kToy);
}

TEST_F(Import, WithoutAveragesSaysSoWhenTheyAreAskedFor) {
  expectContains(complaint(test::toyBundle(test::toyWaveNet(), false),
                           {.averages = true, .stages = 2, .hop = 8}),
                 "moving average");
}

TEST_F(Import, OfABaselineKeepsItsMovingStatistics) {
  model::BaselineConfig config;
  config.divide = 64;
  config.z = 5;
  for (const bool pitch : {true, false}) {
    config.pitchConditioned = pitch;
    std::filesystem::remove(out());
    const auto made = import(test::toyBundle(config, pitch), {.averages = pitch});
    ASSERT_TRUE(made) << made.error().message;
    EXPECT_EQ(made->card.kind, "baseline");
    const auto file = model::SafeTensors::open(out()).value();
    EXPECT_EQ(std::get<model::BaselineConfig>(model::configOf(file).value()), config);
    for (const auto& spec : model::tensorsOf(config)) {
      const float scale = pitch && spec.trained ? 0.5f : 1.0f;
      EXPECT_EQ(file.floats(spec.name, spec.shape).value(), test::toyNumbers(spec, scale));
    }
  }
}

TEST_F(Import, OfAPitchConditionedWaveNetSeesThatItIs) {
  auto config = test::toyWaveNet();
  config.pitchConditioned = true;
  const auto made = import(test::toyBundle(config, false));
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_TRUE(made->card.pitchConditioned);
}

TEST_F(Import, NamesWhatIsMissing) {
  for (const char* name : {"ae_res_2/W", "logits/biases", "skip_start/W", "cond_map_1/biases"}) {
    auto bundle = test::toyBundle(test::toyWaveNet(), false);
    bundle.tensors.erase(name);
    expectContains(complaint(bundle), name);
  }
}

TEST_F(Import, NamesWhatHasAnotherShapeAndBothShapes) {
  auto bundle = test::toyBundle(test::toyWaveNet(), false);
  bundle.tensors["res_2/W"] = test::tensor({1, 1, 3, 5}, std::vector<float>(15));
  const auto said = complaint(bundle);
  expectContains(said, "res_2/W");
  expectContains(said, "[1, 1, 3, 5]");
  expectContains(said, "[1, 1, 3, 3]");
}

TEST_F(Import, OfAnotherModelSaysWhatWasExpected) {
  test::BundleToWrite bundle;
  bundle.tensors["conv2d/kernel"] = test::tensor({1}, {1});
  const auto said = complaint(bundle);
  expectContains(said, "conv2d/kernel");
  expectContains(said, "WaveNet");
  EXPECT_NE(complaint({}), "");
}

TEST_F(Import, RefusesSizesBeyondReason) {
  auto bundle = test::toyBundle(test::toyWaveNet(), false);
  bundle.tensors["dilatedconv_999999999/W"] = test::tensor({1}, {1});
  EXPECT_NE(complaint(bundle), "");
  bundle = test::toyBundle(test::toyWaveNet(), false);
  bundle.tensors["startconv/W"].shape = {12};  // no four sizes
  bundle.tensors["startconv/W"].bytes.resize(48);
  EXPECT_NE(complaint(bundle), "");
}

TEST_F(Import, RefusesWhatCannotBeComputedWith) {
  auto bundle = test::toyBundle(test::toyWaveNet(), false);
  bundle.tensors["out1/biases"] =
      test::tensor({4}, {1, 2, std::numeric_limits<float>::quiet_NaN(), 3});
  expectContains(complaint(bundle), "out1/biases");
}

TEST_F(Import, OfADamagedShardLeavesWhatWasThere) {
  test::toyBundle(test::toyWaveNet()).write(folder_ / "model.ckpt-5");
  test::writeText(out(), "an older file");
  auto data = test::textOf(folder_ / "model.ckpt-5.data-00000-of-00001");
  data[5] = static_cast<char>(data[5] ^ 1);
  test::writeText(folder_ / "model.ckpt-5.data-00000-of-00001", data);
  const auto made = importCheckpoint(folder_.path(), out(), kToy, quiet);
  ASSERT_FALSE(made);
  expectContains(made.error().message, "checksum");
  EXPECT_EQ(test::textOf(out()), "an older file");
}

TEST_F(Import, CanBeCancelledAndTellsHowFarItIs) {
  test::toyBundle(test::toyWaveNet()).write(folder_ / "model.ckpt-5");
  const long before = test::entriesIn(folder_.path());
  test::Impatient impatient(3);
  const auto made = importCheckpoint(folder_.path(), out(), kToy, impatient);
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, ErrorCode::Cancelled);
  EXPECT_EQ(test::entriesIn(folder_.path()), before);
  test::Listener listener;
  ASSERT_TRUE(importCheckpoint(folder_.path(), out(), kToy, listener));
  EXPECT_TRUE(std::is_sorted(listener.told.begin(), listener.told.end()));
  EXPECT_EQ(listener.told.back(), 1);
}

TEST_F(Import, IntoTheFolderOfModelsFindsAFreeName) {
  const auto ckpt = folder_ / "wavenet-ckpt", models = folder_ / "user" / "models";
  std::filesystem::create_directory(ckpt);
  test::toyBundle(test::toyWaveNet()).write(ckpt / "model.ckpt-5");
  const auto nameOf = [&](const std::filesystem::path& place) {
    const auto card = importModel(place, models, kToy, quiet);
    return card ? card->name : card.error().message;
  };
  EXPECT_EQ(nameOf(ckpt), "wavenet-ckpt");
  EXPECT_EQ(nameOf(ckpt / "model.ckpt-5.index"), "wavenet-ckpt-2");
  EXPECT_EQ(nameOf(models / "wavenet-ckpt.safetensors"), "wavenet-ckpt-3");
  EXPECT_EQ(test::textOf(models / "wavenet-ckpt.safetensors"),
            test::textOf(models / "wavenet-ckpt-3.safetensors"));
  EXPECT_EQ(suggestedName("/a/wavenet-ckpt.tar", {.averages = true}), "wavenet-ckpt-ema");
  EXPECT_EQ(suggestedName("/runs/brass/weights.safetensors", {}), "brass");
  EXPECT_EQ(suggestedName("/a/b.tar.gz", {}), "b");
  EXPECT_EQ(suggestedName("/model.ckpt-5", {}), "imported");
  test::writeText(folder_ / "no.safetensors", "no weights");
  EXPECT_FALSE(importModel(folder_ / "no.safetensors", models, kToy, quiet));
  EXPECT_EQ(test::entriesIn(models), 3);
}

TEST_F(Import, IntoAFolderThatIsNotThereSaysSo) {
  test::toyBundle(test::toyWaveNet()).write(folder_ / "model.ckpt-5");
  const auto made =
      importCheckpoint(folder_.path(), folder_ / "no" / "where.safetensors", kToy, quiet);
  ASSERT_FALSE(made);
  expectContains(made.error().message, "where.safetensors");
}

}  // namespace
}  // namespace timbre::checkpoint
