#include "corpus/PackLibrary.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "support/Impatient.h"
#include "support/ToyLibrary.h"

namespace timbre::corpus {
namespace {

class PackLibrary : public testing::Test {
 protected:
  void SetUp() override {
    test::makeToyLibrary(notes);
    library = *dataset::NoteLibrary::open(notes.path(), quiet);
  }
  test::TemporaryFolder notes, folder;
  dataset::NoteLibrary library;
  Unwatched quiet;
};

TEST_F(PackLibrary, HoldsEveryNoteThatCanBeReadUnderItsSplit) {
  dataset::SplitRule rule{.unseen = {"mallet_electronic_001"}, .tenthOfOthers = false};
  rule.heldOutOf = 2;
  const auto report = packLibrary(library, rule, folder / "a", quiet);
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_EQ(report->all(), 5);
  ASSERT_EQ(report->problems.size(), 1u) << "one note lacks its file";
  const auto pack = TrainingPack::open(folder / "a");
  ASSERT_TRUE(pack) << pack.error().message;
  std::set<Split> splits;
  for (int i = 0; i < pack->notes(); ++i) {
    const Label label = pack->label(i);
    const auto& who = pack->instruments()[static_cast<std::size_t>(label.instrument)].name;
    dataset::NoteInfo note;
    note.instrument = who;
    note.pitch = label.pitch;
    EXPECT_EQ(label.split, splitOf(rule, note)) << who;
    splits.insert(label.split);
    EXPECT_TRUE(who.starts_with(dataset::kFamilies[static_cast<std::size_t>(label.family)])) << who;
  }
  EXPECT_EQ(splits.size(), 3u) << "each split has a note";
}

TEST_F(PackLibrary, LeavesNothingWhenCancelledOrWhenNoNoteCanBeRead) {
  test::Impatient impatient(2);
  EXPECT_EQ(packLibrary(library, {}, folder / "a", impatient).error().code, ErrorCode::Cancelled);
  EXPECT_EQ(packLibrary({}, {}, folder / "a", quiet).error().code, ErrorCode::BadFormat);
  EXPECT_EQ(test::entriesIn(folder.path()), 0);
}

TEST_F(PackLibrary, LeavesOutWhatIsNoNumberOrBelongsToBothSides) {
  PackReport report;
  const auto written = writePack(folder / "a", [&](PackWriter& writer) -> Result<void> {
    dataset::NoteInfo note = test::toyNote("flute_acoustic_000-069-127");
    (void)addNote(writer, {}, note, {{0.1f, std::nanf("")}, kModelRate}, report);
    note.sampleSets = "0:84 0:81";
    (void)addNote(writer, {}, note, test::sine(440, 0.5, 100), report);
    note.sampleSets = "0:73";
    return addNote(writer, {}, note, test::sine(440, 0.5, 100), report);
  });
  ASSERT_TRUE(written) << written.error().message;
  EXPECT_EQ(report.all(), 1);
  ASSERT_EQ(report.problems.size(), 1u);
  EXPECT_NE(report.problems[0].message.find("flute_acoustic_000-069-127"), std::string::npos);
  EXPECT_EQ(report.shared.size(), 1u);
}

}  // namespace
}  // namespace timbre::corpus
