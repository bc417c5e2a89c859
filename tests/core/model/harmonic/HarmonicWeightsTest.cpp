#include "model/harmonic/HarmonicWeights.h"

#include <gtest/gtest.h>

#include <fstream>

#include "model/catalogue/Catalogue.h"
#include "support/TemporaryFolder.h"
#include "support/TinyHarmonic.h"

namespace timbre::model::harmonic {
namespace {

class HarmonicWeights : public testing::Test {
 protected:
  std::string refused(const std::string& config,
                      std::vector<TensorSpec> specs = test::tinyHarmonicTensors()) {
    test::writeTinyHarmonic(file_, specs, config);
    const auto card = readCard(file_);
    if (card) return "taken";
    EXPECT_NE(card.error().message.find(file_.string()), std::string::npos);
    return card.error().message;
  }

  const test::TemporaryFolder folder_;
  const std::filesystem::path file_ = folder_ / "harmonic-tiny.safetensors";
};

}  // namespace

TEST_F(HarmonicWeights, TheCardSaysWhatTheModelCanDo) {
  test::writeTinyHarmonic(file_);
  const auto card = readCard(file_);
  ASSERT_TRUE(card) << card.error().message;
  EXPECT_EQ(card->kind, "harmonic");
  EXPECT_NE(card->title.find("ours, not the paper's"), std::string::npos);
  EXPECT_TRUE(card->streams && card->previews && card->pitchConditioned && card->unpitchedToo);
  EXPECT_FALSE(card->costly || card->samples);
  EXPECT_EQ(card->hop, 512);
  EXPECT_EQ(card->channels, 2);
  EXPECT_EQ(card->encoder.size(), 32u);
  EXPECT_EQ(card->parameters, 42 * 3 + 3 + 3 * 3 + 3 + 3 * kOutputs + kOutputs);
}

TEST_F(HarmonicWeights, ForeignOrDamagedFilesAreRefusedWithASentence) {
  const std::string encoder = toJson(test::kTinyEncoder);
  EXPECT_NE(refused(R"({"kind": "harmonic"})").find("hidden"), std::string::npos);
  EXPECT_NE(refused(R"({"kind": "harmonic", "hidden": 0})").find("hidden"), std::string::npos);
  EXPECT_NE(refused(R"({"kind": "harmonic", "hidden": 3})").find("encoder"), std::string::npos);
  EXPECT_NE(refused(R"({"kind": "harmonic", "hidden": 3, "encoder": 7})"), "taken");
  EXPECT_NE(refused(R"({"kind": "harmonic", "hidden": 4, "encoder": )" + encoder + "}")
                .find("harmonic_1/W"),
            std::string::npos);
  auto specs = test::tinyHarmonicTensors();
  specs.pop_back();
  EXPECT_NE(refused(test::tinyHarmonicConfig(), specs).find("harmonic_embedding/deviation"),
            std::string::npos);
}

TEST_F(HarmonicWeights, ACutFileIsRefused) {
  test::writeTinyHarmonic(file_);
  std::filesystem::resize_file(file_, std::filesystem::file_size(file_) / 2);
  const auto card = readCard(file_);
  ASSERT_FALSE(card);
  EXPECT_EQ(card.error().code, ErrorCode::BadFormat);
}

TEST(ShippedHarmonic, ReadsTheEmbeddingsOfTheShippedWaveNet) {
  const std::filesystem::path models = std::filesystem::path(TIMBRE_ASSETS) / "models";
  const auto ours = readCard(models / "harmonic-compact.safetensors");
  const auto waveNet = readCard(models / "wavenet-compact.safetensors");
  ASSERT_TRUE(ours && waveNet);
  EXPECT_EQ(ours->embeddingKey(), waveNet->embeddingKey());
  EXPECT_LT(ours->parameters, 2'000'000);
  EXPECT_LT(std::filesystem::file_size(ours->file), 12u << 20);
}

}  // namespace timbre::model::harmonic
