#include "model/catalogue/Catalogue.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <map>

#include "base/StandardPaths.h"
#include "model/ModelConfig.h"
#include "model/SafeTensors.h"

namespace timbre::model {
namespace fs = std::filesystem;

class ModelFolder : public testing::Test {
 protected:
  ModelFolder()
      : folder_(fs::path(testing::TempDir()) /
                testing::UnitTest::GetInstance()->current_test_info()->name()) {
    fs::create_directories(folder_ / "a");
    fs::create_directories(folder_ / "b");
  }
  ~ModelFolder() override { fs::remove_all(folder_); }

  /// Weights of a tiny WaveNet, every number `value`; the tensor called `without` is left out.
  fs::path write(const std::string& name, float value, const std::string& without = {}) const {
    const WaveNetConfig tiny{.width = 2,
                             .skip = 2,
                             .layers = 2,
                             .stages = 2,
                             .aeWidth = 2,
                             .aeLayers = 2,
                             .aeStages = 2,
                             .z = 3};
    const std::vector<float> numbers(4096, value);
    std::map<std::string, TensorView> tensors;
    for (const auto& spec : tensorsOf(tiny)) {
      std::size_t count = 1;
      for (const auto size : spec.shape) count *= static_cast<std::size_t>(size);
      if (spec.name != without) tensors[spec.name] = {spec.shape, std::span(numbers).first(count)};
    }
    const fs::path path = folder_ / name;
    EXPECT_TRUE(writeSafeTensors(path, tensors, {{"config", toJson(tiny)}}));
    return path;
  }

  std::vector<fs::path> folders() const {
    return {folder_ / "a", folder_ / "b", folder_ / "absent"};
  }

  fs::path folder_;
};

TEST_F(ModelFolder, givesACardForEachModel) {
  write("b/second.safetensors", 2);
  write("a/first.safetensors", 1);
  const auto found = findModels(folders());
  ASSERT_EQ(found.cards.size(), 2u);
  EXPECT_TRUE(found.unreadable.empty());
  const ModelCard& card = found.cards[0];
  EXPECT_EQ(card.name, "first");
  EXPECT_EQ(card.kind, "wavenet");
  EXPECT_EQ(card.title, "WaveNet, compact (2 x 2 layers, unconditioned)");
  EXPECT_EQ(card.channels, 3);
  EXPECT_EQ(card.hop, 512);
  EXPECT_EQ(card.fixedSamples, 0);
  EXPECT_NE(card.key, found.cards[1].key);
}

TEST_F(ModelFolder, prefersTheModelOfItsKindThatTheTableNames) {
  const auto own = readCard(write("a/mine.safetensors", 1));
  EXPECT_FALSE(own->standard || own->shipped);
  const auto replaced = readCard(write("a/wavenet-compact.safetensors", 1));
  EXPECT_TRUE(replaced->standard);
  EXPECT_FALSE(replaced->shipped);
}

TEST(ShippedModels, areKnownByTheirFolderAndOneOfEachKindIsTheStandard) {
  const std::vector<fs::path> folder{assetsFolder() / "models"};
  const auto found = findModels(folder);
  ASSERT_FALSE(found.cards.empty());
  std::map<std::string, int> standards;
  for (const auto& card : found.cards) {
    EXPECT_TRUE(card.shipped) << card.name;
    standards[card.kind] += card.standard ? 1 : 0;
  }
  for (const auto& [kind, count] : standards) EXPECT_EQ(count, 1) << kind;
}

TEST_F(ModelFolder, keepsTheFirstOfOneName) {
  const auto first = write("a/same.safetensors", 1);
  write("b/same.safetensors", 2);
  const auto found = findModels(folders());
  ASSERT_EQ(found.cards.size(), 1u);
  EXPECT_EQ(found.cards[0].file, first);
}

TEST_F(ModelFolder, hasKeysThatFollowTheWeights) {
  const auto before = readCard(write("a/m.safetensors", 1))->key;
  EXPECT_EQ(readCard(write("a/m.safetensors", 1))->key, before);
  EXPECT_NE(readCard(write("a/m.safetensors", 1.5f))->key, before);
}

TEST_F(ModelFolder, tellsOfFilesThatAreNoModels) {
  std::ofstream(folder_ / "a" / "text.safetensors")
      << "no weights, only words, and quite a lot of them";
  std::ofstream(folder_ / "a" / "notes.txt") << "not looked at";
  write("a/gap.safetensors", 1, "res_2/W");
  const auto found = findModels(folders());
  EXPECT_TRUE(found.cards.empty());
  ASSERT_EQ(found.unreadable.size(), 2u);
  EXPECT_NE(found.unreadable[0].message.find("res_2/W"), std::string::npos);
  EXPECT_NE(found.unreadable[1].message.find("text.safetensors"), std::string::npos);
}

TEST_F(ModelFolder, isChosenFromByNameOrPath) {
  const auto path = write("a/mine.safetensors", 1);
  const auto found = findModels(folders());
  EXPECT_EQ(chooseModel(found, "mine")->file, path);
  EXPECT_EQ(chooseModel(found, path.string())->name, "mine");
  EXPECT_EQ(chooseModel(found, "absent.safetensors").error().code, ErrorCode::NotFound);
  const auto unknown = chooseModel(found, "yours");
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().code, ErrorCode::NotFound);
  EXPECT_NE(unknown.error().message.find("mine"), std::string::npos);
}

TEST(ModelFolders, beginWithTheOnesTheUserNamed) {
  ::setenv("TIMBRE_MODELS", "/one::/two", 1);
  const auto folders = modelFolders();
  ::unsetenv("TIMBRE_MODELS");
  ASSERT_EQ(folders.size(), 4u);
  EXPECT_EQ(folders[0], "/one");
  EXPECT_EQ(folders[1], "/two");
  EXPECT_EQ(modelFolders().size(), 2u);
}

}  // namespace timbre::model
