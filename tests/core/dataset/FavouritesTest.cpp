#include "dataset/Favourites.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/ToyLibrary.h"

namespace timbre::dataset {
namespace {

TEST(Favourites, AreThereAtTheNextStartAndFoundInTheirLibrary) {
  const test::TemporaryFolder folder;
  test::makeToyLibrary(folder);
  const auto file = folder / "own" / "favourites.txt";
  Favourites marked(file);
  EXPECT_FALSE(marked.contains("flute_acoustic_000-069-127"));
  ASSERT_TRUE(marked.set("flute_acoustic_000-069-127", true));
  ASSERT_TRUE(marked.set("elsewhere_000-060-100", true));
  ASSERT_TRUE(marked.set("bass_acoustic_003-036-075", true));
  const Favourites again(file);
  EXPECT_TRUE(again.contains("flute_acoustic_000-069-127"));
  Unwatched quiet;
  const auto library = NoteLibrary::open(folder.path(), quiet, folder / "indexes");
  EXPECT_THAT(again.in(*library), testing::ElementsAre(0, 2));
  ASSERT_TRUE(marked.set("flute_acoustic_000-069-127", false));
  EXPECT_FALSE(Favourites(file).contains("flute_acoustic_000-069-127"));
}

TEST(Favourites, WhereNothingCanBeWrittenTheyLastUntilTheEnd) {
  const test::TemporaryFolder folder;
  Favourites marked(test::belowAFile(folder) / "favourites.txt");
  EXPECT_FALSE(marked.set("a_000-060-100", true));
  EXPECT_TRUE(marked.contains("a_000-060-100"));
}

}  // namespace
}  // namespace timbre::dataset
