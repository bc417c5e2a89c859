#include "dataset/QueryCompletion.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/ToyLibrary.h"

namespace timbre::dataset {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

class Completed : public testing::Test {
 protected:
  void SetUp() override {
    const std::vector<NoteInfo> notes{test::toyNote("bass_electronic_000-040-127", {0, 8}),
                                      test::toyNote("bass_synthetic_001-052-100", {1}),
                                      test::toyNote("brass_acoustic_003-060-025")};
    ASSERT_TRUE(writeExamplesJson(folder_.path(), notes));
    Unwatched quiet;
    library_ = *NoteLibrary::open(folder_.path(), quiet, folder_ / "indexes");
  }
  std::vector<std::string> terms(std::string_view text) const {
    std::vector<std::string> all;
    for (const auto& each : completions(library_, text, text.size())) all.push_back(each.term);
    return all;
  }

  test::TemporaryFolder folder_;
  NoteLibrary library_;
};

TEST_F(Completed, AFieldsValuesAreThoseThatNotesHaveTheCommonestFirst) {
  EXPECT_THAT(completions(library_, "family:b", 8),
              ElementsAre(Completion{"family:bass", 2}, Completion{"family:brass", 1}));
  EXPECT_THAT(terms("family:o"), IsEmpty());
  EXPECT_THAT(terms("organ quality:"), Not(IsEmpty()));
}

TEST_F(Completed, AWordMayBecomeAFieldAValueOrAnInstrument) {
  EXPECT_THAT(terms("qua"), ElementsAre("quality:"));
  EXPECT_THAT(terms("bass bri"), ElementsAre("quality:bright"));
  EXPECT_THAT(terms("-rev"), ElementsAre("-quality:reverb"));
  EXPECT_THAT(terms("bass_e"), ElementsAre("bass_electronic_000"));
  EXPECT_THAT(terms("so"), Contains("soft"));
  EXPECT_THAT(terms(""), IsEmpty());
}

TEST_F(Completed, TheTermAtTheCursorIsCompleted) {
  EXPECT_EQ(termBegin("bass fam", 8), 5u);
  EXPECT_EQ(termBegin("bass fam", 4), 0u);
  EXPECT_EQ(termBegin("bass ", 5), 5u);
  EXPECT_EQ(completions(library_, "qua bass", 3).front().term, "quality:");
  EXPECT_THAT(completions(library_, "x", 99), IsEmpty());
}

}  // namespace
}  // namespace timbre::dataset
