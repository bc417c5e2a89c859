#include "dataset/ExportNotes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/Impatient.h"
#include "support/ToyLibrary.h"

namespace timbre::dataset {
namespace {

class Exported : public testing::Test {
 protected:
  void SetUp() override {
    test::makeToyLibrary(folder_);
    Unwatched quiet;
    library_ = *NoteLibrary::open(folder_.path(), quiet, folder_ / "indexes");
    std::filesystem::create_directory(out_);
  }
  test::TemporaryFolder folder_;
  std::filesystem::path out_ = folder_ / "out";
  NoteLibrary library_;
};

TEST_F(Exported, NotesAreWavsWithATableAndWhatCannotBeReadIsCounted) {
  Unwatched quiet;
  const auto unread = exportNotes(library_, library_.select({}), out_, quiet);
  ASSERT_TRUE(unread);
  EXPECT_EQ(*unread, 1);
  EXPECT_EQ(test::entriesIn(out_), 6);
  const std::string table = test::textOf(out_ / "notes.csv");
  EXPECT_EQ(std::ranges::count(table, '\n'), 7);
  EXPECT_THAT(table, testing::HasSubstr("mallet,electronic,60,100,\"fast_decay percussive\","
                                        "\"mallet_electronic_001-060-100.wav\""));
}

TEST_F(Exported, FilesThatAreThereStay) {
  Unwatched quiet;
  const std::vector<int> one{0};
  ASSERT_TRUE(exportNotes(library_, one, out_, quiet));
  ASSERT_TRUE(exportNotes(library_, one, out_, quiet));
  EXPECT_TRUE(std::filesystem::exists(out_ / "bass_acoustic_003-036-075 (2).wav"));
}

TEST_F(Exported, AFolderThatCannotBeWrittenAndACancelAreSaid) {
  Unwatched quiet;
  const std::vector<int> one{0};
  EXPECT_FALSE(exportNotes(library_, one, test::belowAFile(folder_), quiet));
  test::Impatient impatient(0);
  EXPECT_EQ(exportNotes(library_, one, out_, impatient).error().code, ErrorCode::Cancelled);
}

TEST_F(Exported, FilesOfNotesAreTheirOwn) {
  const auto files = filesOf(library_, library_.select({}));
  EXPECT_EQ(files.size(), 5u);
  EXPECT_EQ(files.front().filename(), "bass_acoustic_003-036-075.wav");
}

}  // namespace
}  // namespace timbre::dataset
