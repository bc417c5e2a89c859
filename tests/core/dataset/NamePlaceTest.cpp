#include "dataset/NamePlace.h"

#include <gtest/gtest.h>

#include "dataset/NoteInfo.h"

namespace timbre::dataset {
namespace {

TEST(NamePlace, isTheNumberThatTheFilesGive) {
  EXPECT_EQ(placeIn(kFamilies, "bass"), 0);
  EXPECT_EQ(placeIn(kSources, "synthetic"), 2);
}

TEST(NamePlace, aNameThatIsNotThereHasNone) {
  EXPECT_EQ(placeIn(kFamilies, "Bass"), std::nullopt);
  EXPECT_EQ(placeIn(kFamilies, ""), std::nullopt);
}

}  // namespace
}  // namespace timbre::dataset
