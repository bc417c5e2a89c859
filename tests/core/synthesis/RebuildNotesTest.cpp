#include "synthesis/RebuildNotes.h"

#include <filesystem>
#include <set>

#include "support/Impatient.h"
#include "support/SynthesisFixture.h"
#include "synthesis/FileDescription.h"

namespace timbre::synthesis {
namespace {

namespace fs = std::filesystem;

class RebuildNotesTest : public test::SynthesisFixture {
 protected:
  /// The brass, the flute and the mallet, whose file is missing, with both models.
  RebuildRequest request() {
    fs::create_directories(folder_ / "out");
    RebuildRequest wanted{library_, {}, {}, folder_ / "out", true};
    for (const std::size_t toy : {0u, 4u, 2u})
      wanted.notes.push_back(library_.indexOf(note(toy).id));
    wanted.models = {test::fakeCard("wavenet"), test::fakeCard("baseline")};
    return wanted;
  }
  std::set<fs::path> files() {
    std::set<fs::path> all;
    for (const auto& file : fs::directory_iterator(folder_ / "out")) all.insert(file.path());
    return all;
  }
};

}  // namespace

TEST_F(RebuildNotesTest, eachNoteThroughEachModelIsAFileThatSaysWhatItIs) {
  const auto maker = service();
  const auto report = rebuildNotes(*maker, request(), quiet_);
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_EQ(report->written, 4);
  ASSERT_EQ(files().size(), 4u);
  std::set<std::string> said;
  for (const fs::path& file : files()) {
    const auto found = requestsOfFile(file);
    ASSERT_TRUE(found && found->size() == 1) << file;
    EXPECT_EQ(file.stem(), fileStem(found->front()));
    said.insert(found->front().notes.front().note.id + ' ' + found->front().model->name);
  }
  EXPECT_EQ(said.size(), 4u);
  EXPECT_TRUE(said.contains(note(2).id + " baseline-compact"));
}

TEST_F(RebuildNotesTest, whatFailsIsNamedOnceAndTheRestIsMade) {
  const auto maker = service();
  auto wanted = request();
  const auto report = rebuildNotes(*maker, wanted, quiet_);
  ASSERT_TRUE(report);
  ASSERT_EQ(report->failures.size(), 1u) << "of the note, not of each model";
  EXPECT_EQ(report->failures.front().note, note(4).id);
  EXPECT_EQ(report->failures.front().model, "");
  EXPECT_FALSE(report->failures.front().why.empty());
  tuning_->broken = true;
  wanted.models = {test::fakeCard("baseline")};
  wanted.models.front().key = "never loaded";
  const auto none = rebuildNotes(*maker, wanted, quiet_);
  ASSERT_TRUE(none);
  EXPECT_EQ(none->written, 0);
  ASSERT_EQ(none->failures.size(), 3u);
  EXPECT_EQ(none->failures.front().model, "baseline-compact");
}

TEST_F(RebuildNotesTest, aNameThatIsTakenIsNeverOverwritten) {
  const auto maker = service();
  ASSERT_TRUE(rebuildNotes(*maker, request(), quiet_));
  const auto before = files();
  ASSERT_TRUE(rebuildNotes(*maker, request(), quiet_));
  EXPECT_EQ(files().size(), 2 * before.size());
}

TEST_F(RebuildNotesTest, aFolderThatCannotBeWrittenEndsIt) {
  const auto maker = service();
  auto wanted = request();
  wanted.folder = test::belowAFile(folder_);
  const auto report = rebuildNotes(*maker, wanted, quiet_);
  ASSERT_FALSE(report);
  EXPECT_NE(report.error().message.find(wanted.folder.string()), std::string::npos);
}

TEST_F(RebuildNotesTest, aCancelLeavesWholeFiles) {
  const auto maker = service();
  test::Impatient impatient(190);  // more than one sound takes, less than two
  const auto report = rebuildNotes(*maker, request(), impatient);
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().code, ErrorCode::Cancelled);
  EXPECT_FALSE(files().empty());
  for (const fs::path& file : files()) EXPECT_TRUE(requestsOfFile(file)) << file;
}

}  // namespace timbre::synthesis
