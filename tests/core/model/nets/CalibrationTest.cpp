// A WaveNet's byte ranges: measured and kept with the weights.
#include "model/wavenet/Calibration.h"

#include <gtest/gtest.h>

#include <map>

#include "model/PostFilterRequest.h"
#include "model/catalogue/Catalogue.h"
#include "model/nets/Models.h"
#include "model/nets/Weights.h"
#include "support/Sounds.h"
#include "support/TemporaryFolder.h"

namespace timbre::model::nets {

namespace {

using wavenet::calibrateModel;
using wavenet::calibrationOf;
using wavenet::CalibrationSound;

const WaveNetConfig kTiny{.width = 4,
                          .skip = 4,
                          .layers = 4,
                          .stages = 4,
                          .aeWidth = 4,
                          .aeLayers = 4,
                          .aeStages = 4,
                          .z = 3,
                          .hop = 512};

std::filesystem::path tinyWeights(const test::TemporaryFolder& folder,
                                  std::map<std::string, std::string> metadata = {}) {
  const auto path = folder / "tiny.safetensors";
  EXPECT_TRUE(writeWeights(path, freshWeights(kTiny, 1, false), kTiny, std::move(metadata)));
  return path;
}

}  // namespace

TEST(CalibrationOfModels, isKeptWithTheWeightsAndChangesNoNumber) {
  const test::TemporaryFolder folder;
  const auto path = tinyWeights(folder, {{"made_by", "a test"}});
  const auto before = SafeTensors::open(path).value();
  const std::vector<CalibrationSound> sounds{{test::noise(0.5, 2048), 60}};
  Unwatched quiet;
  ASSERT_FALSE(calibrationOf(before, kTiny).value());
  const auto done = calibrateModel(readCard(path).value(), sounds, quiet);
  ASSERT_TRUE(done) << done.error().message;
  const auto after = SafeTensors::open(path).value();
  const auto calibration = calibrationOf(after, kTiny);
  ASSERT_TRUE(calibration && *calibration);
  EXPECT_EQ((*calibration)->stream.size(), 4u * 4);
  EXPECT_GT((*calibration)->stream.front(), 0);
  EXPECT_EQ(after.metadata().at("made_by"), "a test");
  for (const auto& [name, tensor] : before.tensors())
    EXPECT_EQ(before.floats(name).value(), after.floats(name).value()) << name;
  const auto model = loadModel(readCard(path).value(), 1);
  ASSERT_TRUE(model) << model.error().message;
  const auto z = (*model)->encode(test::noise(0.5, 1024), -1, quiet);
  ASSERT_TRUE(z);
  EXPECT_TRUE((*model)->decode(*z, {}, quiet));
}

TEST(CalibrationOfModels, andAPostFilterLeaveEachOtherInPeace) {
  const test::TemporaryFolder folder;
  const auto path = tinyWeights(folder);
  const std::vector<CalibrationSound> sounds{{test::noise(0.5, 2048), 60}};
  Unwatched quiet;
  ASSERT_TRUE(calibrateModel(readCard(path).value(), sounds, quiet));
  PostFilterWeights filter;
  for (const auto& spec : postFilterTensors(kTiny, 5)) {
    std::int64_t count = 1;
    for (const auto size : spec.shape) count *= size;
    filter[spec.name].assign(static_cast<std::size_t>(count), 0.25f);
  }
  const auto calibrated = SafeTensors::open(path).value();
  ASSERT_TRUE(writePostFilter(calibrated, kTiny, 5, filter));
  const auto both = SafeTensors::open(path).value();
  EXPECT_EQ(both.metadata(), calibrated.metadata());
  for (const auto& [name, tensor] : calibrated.tensors())
    EXPECT_EQ(both.floats(name).value(), calibrated.floats(name).value()) << name;
  ASSERT_TRUE(calibrateModel(readCard(path).value(), sounds, quiet));
  const auto again = SafeTensors::open(path).value();
  EXPECT_EQ(postFilterHidden(again, kTiny).value(), 5);
  EXPECT_EQ(readPostFilter(again, kTiny, 5).value(), filter);
  EXPECT_FALSE(readPostFilter(again, kTiny, 6));
  filter.erase("post_filter_2/W");
  EXPECT_FALSE(writePostFilter(again, kTiny, 5, filter));
  EXPECT_EQ(postFilterHidden(SafeTensors::open(path).value(), kTiny).value(), 5);
}

TEST(CalibrationOfModels, thatDoesNotFitIsRefusedWithTheFilesName) {
  const test::TemporaryFolder folder;
  for (const char* broken : {"", "[]", "{}", R"({"stream":[1,2],"skip":1,"hidden":1})",
                             R"({"stream":[1,2,3,-4],"skip":1,"hidden":1})",
                             R"({"stream":[1,2,3,"x"],"skip":1,"hidden":1})",
                             R"({"stream":[1,2,3,4],"skip":[],"hidden":1})"}) {
    const auto model =
        loadModel(readCard(tinyWeights(folder, {{"calibration", broken}})).value(), 1);
    ASSERT_FALSE(model) << broken;
    EXPECT_NE(model.error().message.find("tiny.safetensors"), std::string::npos);
  }
}

TEST(CalibrationOfModels, ofBeforeHasOneRangeForAllChannelsOfALayer) {
  const test::TemporaryFolder folder;
  const auto path = tinyWeights(
      folder, {{"calibration", R"({"stream":[1,2,3,4],"gate":[1,1,1,1],"skip":5,"hidden":6})"}});
  const auto calibration = calibrationOf(SafeTensors::open(path).value(), kTiny);
  ASSERT_TRUE(calibration && *calibration);
  EXPECT_EQ((*calibration)->stream,
            (std::vector<float>{1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4}));
  EXPECT_EQ((*calibration)->hidden, 6);
}

TEST(CalibrationOfModels, isForWaveNetsOnly) {
  const test::TemporaryFolder folder;
  const BaselineConfig config{.divide = 64, .z = 5};
  const auto path = folder / "baseline.safetensors";
  ASSERT_TRUE(writeWeights(path, freshWeights(config, 1, false), config));
  Unwatched quiet;
  const auto done = calibrateModel(readCard(path).value(), {}, quiet);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::Unsupported);
}

}  // namespace timbre::model::nets
