#include "model/catalogue/ModelTable.h"

#include <gtest/gtest.h>

#include <array>

#include "model/catalogue/Catalogue.h"
#include "model/catalogue/DefaultBackend.h"
#include "support/Sentences.h"
#include "support/TemporaryFolder.h"
#include "support/ToyModel.h"

namespace timbre::model {
namespace {

const bool kToy = addModelKind(test::kToyModel);

}  // namespace

TEST(ModelTable, HasTheModelsOfThePaper) {
  ASSERT_NE(modelKind("wavenet"), nullptr);
  ASSERT_NE(modelKind("baseline"), nullptr);
  EXPECT_EQ(modelKind("nobody"), nullptr);
}

TEST(ModelTable, AThirdModelTakesAFileAndALine) {
  ASSERT_TRUE(kToy);
  const test::TemporaryFolder folder;
  ASSERT_TRUE(test::writeToyWeights(folder / "toy-compact.safetensors"));
  const auto found = findModels(std::array{folder.path()});
  ASSERT_EQ(found.cards.size(), 1u);
  const ModelCard& card = found.cards.front();
  EXPECT_EQ(card.kind, "toy");
  EXPECT_EQ(card.title, "Toy, compact (one sine)");
  EXPECT_EQ(card.hash.size(), 32u);
  EXPECT_FALSE(card.streams || card.costly || card.samples);
  const auto loaded = defaultBackend()->load(card, 1);
  ASSERT_TRUE(loaded) << loaded.error().message;
  Unwatched quiet;
  const audio::AudioClip note(std::vector<float>(2000, 0.8f), kModelRate);
  const auto z = (*loaded)->encode(note, 60, quiet);
  ASSERT_TRUE(z) << z.error().message;
  EXPECT_EQ(z->frames, 4);
  const auto sound = (*loaded)->decode(*z, {}, quiet);
  ASSERT_TRUE(sound) << sound.error().message;
  EXPECT_NEAR(audio::peakOf(*sound), 0.4f, 0.01f);
}

TEST(ModelTable, AFileThatIsNotOfItsKindIsToldByName) {
  const test::TemporaryFolder folder;
  const std::vector<float> two{1, 2};
  ASSERT_TRUE(writeSafeTensors(folder / "odd.safetensors", {{"gain", {{2}, two}}},
                               {{"config", R"({"kind": "toy"})"}}));
  ASSERT_TRUE(writeSafeTensors(folder / "unknown.safetensors", {{"gain", {{2}, two}}},
                               {{"config", R"({"kind": "rave"})"}}));
  const auto odd = readCard(folder / "odd.safetensors");
  ASSERT_FALSE(odd);
  EXPECT_NE(odd.error().message.find("gain"), std::string::npos);
  const auto unknown = readCard(folder / "unknown.safetensors");
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().code, ErrorCode::Unsupported);
  EXPECT_NE(unknown.error().message.find("rave"), std::string::npos);
}

TEST(DefaultBackend, OfAnUnknownKindSaysSo) {
  ModelCard card;
  card.kind = "rave";
  card.file = "x.safetensors";
  const auto loaded = defaultBackend()->load(card, 1);
  ASSERT_FALSE(loaded);
  test::expectSentence(loaded.error(), "x.safetensors");
}

}  // namespace timbre::model
