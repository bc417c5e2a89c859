#include "studies/ClassifierTraining.h"

#include <gtest/gtest.h>

#include <cmath>

#include "corpus/PackWriter.h"
#include "support/Impatient.h"
#include "support/Sounds.h"
#include "support/TemporaryFolder.h"

namespace timbre::studies {
namespace {

/// Harmonics of a key at the bins where they belong; the family decides how many.
LabelledNote planted(int key, int family, dataset::Split split) {
  LabelledNote note;
  note.features.values.assign(ClassifierFeatures::kCount, 0.0f);
  for (int n = 1; n <= (family == 0 ? 2 : 6); ++n) {
    const int bin =
        static_cast<int>((key - 20 + 12 * std::log2(n)) * ClassifierFeatures::kBinsPerKey + 0.5);
    for (int s = 0; s < ClassifierFeatures::kStretches && bin < ClassifierFeatures::kBins; ++s)
      note.features.values[static_cast<std::size_t>(s * ClassifierFeatures::kBins + bin)] =
          1 - 0.1f * static_cast<float>(n);
  }
  note.truth.pitch = key;
  note.truth.family = family;
  note.truth.qualities[0] = family == 1;
  note.split = split;
  return note;
}

std::vector<LabelledNote> plantedNotes() {
  std::vector<LabelledNote> all;
  for (int key = 40; key < 80; ++key)
    for (const int family : {0, 1})
      all.push_back(
          planted(key, family, key % 7 == 3 ? dataset::Split::HeldOut : dataset::Split::Train));
  return all;
}

ClassifierParams quick() {
  ClassifierParams params;
  params.hidden = 48;
  params.epochs = 60;
  params.batch = 16;
  return params;
}

}  // namespace

TEST(ClassifierTraining, learnsKeysThatWereKeptBack) {
  Unwatched quiet;
  std::vector<EpochReport> curve;
  const auto notes = plantedNotes();
  const auto made = trainClassifier(
      notes, quick(), [&](const EpochReport& r) { curve.push_back(r); }, quiet);
  ASSERT_TRUE(made);
  ASSERT_EQ(curve.size(), 60u);
  EXPECT_LT(curve.back().loss, 0.5 * curve.front().loss);
  EXPECT_EQ(curve.back().heldOut.of, 10);
  EXPECT_GE(curve.back().heldOut.hits, 9);
  const auto guess = made->guess(planted(59, 1, dataset::Split::HeldOut).features);
  EXPECT_EQ(guess.pitch, 59);
  EXPECT_EQ(guess.family, 1);
  EXPECT_TRUE(guess.qualities[0]);
}

TEST(ClassifierTraining, theSameSeedGivesTheSameWeightsAndCancelStops) {
  Unwatched quiet;
  const auto notes = plantedNotes();
  auto params = quick();
  params.epochs = 2;
  const auto ignore = [](const EpochReport&) {};
  test::TemporaryFolder folder;
  for (const char* name : {"a.safetensors", "b.safetensors"})
    ASSERT_TRUE(trainClassifier(notes, params, ignore, quiet)->write(folder / name, ""));
  EXPECT_EQ(test::textOf(folder / "a.safetensors"), test::textOf(folder / "b.safetensors"));
  test::Impatient hasty(3);
  EXPECT_FALSE(trainClassifier(notes, params, ignore, hasty));
  EXPECT_FALSE(trainClassifier({}, params, ignore, quiet));
}

TEST(ClassifierTraining, readsPacksWithTheirLabels) {
  test::TemporaryFolder folder;
  const auto pack = folder / "pack.safetensors";
  ASSERT_TRUE(corpus::writePack(pack, [](corpus::PackWriter& writer) -> Result<void> {
    corpus::Label label;
    label.pitch = 69;
    label.family = 6;
    label.source = 1;
    label.instrument = writer.instrument({"organ_electronic_000", ""});
    return writer.add(label, test::sine(440, 0.5, kNoteSamples).samples());
  }));
  Unwatched quiet;
  const std::vector<std::filesystem::path> packs{pack};
  const auto notes = labelledNotes(packs, 1, quiet);
  ASSERT_TRUE(notes) << notes.error().message;
  ASSERT_EQ(notes->size(), 1u);
  EXPECT_EQ(notes->front().truth.pitch, 69);
  EXPECT_EQ(notes->front().truth.family, 6);
  EXPECT_EQ(notes->front().features.values.size(),
            static_cast<std::size_t>(ClassifierFeatures::kCount));
  const std::vector<std::filesystem::path> none{folder / "none"};
  EXPECT_FALSE(labelledNotes(none, 1, quiet));
}

}  // namespace timbre::studies
