#include "studies/NoteClassifier.h"

#include <gtest/gtest.h>

#include "support/TemporaryFolder.h"

namespace timbre::studies {
namespace {

/// Says pitch 60 + the first feature's tenfold, and family 3.
NoteClassifier planted() {
  std::array<NoteClassifier::Layer, 3> layers;
  const std::array sizes{ClassifierFeatures::kCount, 2, 2, NoteClassifier::kLogits};
  for (std::size_t i = 0; i < 3; ++i)
    layers[i] = {sizes[i], sizes[i + 1],
                 std::vector<float>(static_cast<std::size_t>(sizes[i]) * sizes[i + 1], 0.0f),
                 std::vector<float>(static_cast<std::size_t>(sizes[i + 1]), 0.0f)};
  layers[0].weights[0] = 1;
  layers[1].weights[0] = 1;
  layers[2].biases[60] = 0.5f;
  layers[2].weights[70 * 2] = 1;  // pitch 70 wins where the first feature is above 0.5
  layers[2].biases[NoteClassifier::kPitches + NoteClassifier::kQualities + 3] = 1;
  layers[2].biases[NoteClassifier::kPitches + 4] = 1;
  return NoteClassifier(layers);
}

ClassifierFeatures first(float value) {
  ClassifierFeatures f{std::vector<float>(ClassifierFeatures::kCount, 0.0f)};
  f.values[0] = value;
  return f;
}

}  // namespace

TEST(NoteClassifier, computesItsLayers) {
  EXPECT_EQ(planted().guess(first(0.4f)).pitch, 60);
  EXPECT_EQ(planted().guess(first(0.6f)).pitch, 70);
  EXPECT_EQ(planted().guess(first(0)).family, 3);
  EXPECT_EQ(planted().guess(first(0)).qualities.to_ulong(), 1u << 4);
  EXPECT_EQ(planted().parameters(), ClassifierFeatures::kCount * 2 + 2 + 4 + 2 + 2 * 152 + 152);
}

TEST(NoteClassifier, isReadAsItWasWritten) {
  test::TemporaryFolder folder;
  ASSERT_TRUE(planted().write(folder / "c.safetensors", "curve"));
  const auto read = NoteClassifier::open(folder / "c.safetensors");
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->guess(first(0.6f)).pitch, 70);
  EXPECT_EQ(read->curve(), "curve");
  EXPECT_FALSE(NoteClassifier::open(folder / "none.safetensors"));
  test::writeText(folder / "bad.safetensors", "bad");
  EXPECT_FALSE(NoteClassifier::open(folder / "bad.safetensors"));
}

}  // namespace timbre::studies
