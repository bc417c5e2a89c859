#include "dataset/SplitSelection.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/Impatient.h"
#include "support/ToyLibrary.h"

using namespace timbre;
using namespace timbre::dataset;
using testing::ElementsAre;

namespace {

std::vector<int> even(const SplitSelection& selection) {
  Unwatched quiet;
  return selectNotes(
             20, [](int i) { return i % 2 == 0; }, selection, quiet)
      .value();
}

}  // namespace

TEST(SplitSelection, takesWhatBelongs) {
  EXPECT_THAT(even({}), ElementsAre(0, 2, 4, 6, 8, 10, 12, 14, 16, 18));
}

TEST(SplitSelection, everyCountsThoseThatBelong) {
  EXPECT_THAT(even({.every = 4}), ElementsAre(0, 8, 16));
}

TEST(SplitSelection, aCountIsSpreadEvenly) {
  EXPECT_THAT(even({.count = 3}), ElementsAre(0, 6, 12));
  EXPECT_THAT(even({.every = 4, .count = 2}), ElementsAre(0, 8));
  EXPECT_EQ(even({.count = 100}).size(), 10u);
}

TEST(SplitSelection, theSplitsOfALibraryAreApart) {
  test::TemporaryFolder folder;
  test::makeToyLibrary(folder);
  Unwatched quiet;
  const auto library = NoteLibrary::open(folder.path(), quiet);
  ASSERT_TRUE(library) << library.error().message;
  std::vector<int> found;
  for (const Split split : {Split::Train, Split::HeldOut, Split::Unseen}) {
    const auto some = selectNotes(*library, {.split = split}, quiet);
    ASSERT_TRUE(some);
    for (const int i : *some) {
      EXPECT_EQ(splitOf({}, library->note(i)), split);
      found.push_back(i);
    }
  }
  std::sort(found.begin(), found.end());
  EXPECT_EQ(found, selectNotes(*library, {}, quiet).value()) << "together they are all";
}

TEST(SplitSelection, canBeCancelled) {
  test::Impatient impatient(0);
  const auto some = selectNotes(
      5, [](int) { return true; }, {}, impatient);
  ASSERT_FALSE(some);
  EXPECT_EQ(some.error().code, ErrorCode::Cancelled);
}
