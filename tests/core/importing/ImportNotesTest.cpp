#include "importing/ImportNotes.h"

#include <gtest/gtest.h>

#include <fstream>

#include "audio/AudioWriter.h"
#include "dataset/NoteLibrary.h"
#include "support/Sounds.h"
#include "support/TemporaryFolder.h"

namespace timbre::importing {
namespace {

class ImportNotesTest : public ::testing::Test {
 protected:
  std::filesystem::path tone(const char* name, double hertz) {
    const auto file = folder_ / name;
    EXPECT_TRUE(audio::writeWav(file, test::sine(hertz, 0.5, 32000)));
    return file;
  }
  std::filesystem::path text(const char* name) {
    std::ofstream(folder_ / name) << "no sound";
    return folder_ / name;
  }

  test::TemporaryFolder folder_;
  Unwatched quiet_;
};

}  // namespace

TEST_F(ImportNotesTest, hearsPitchAndName) {
  const auto heard = hearNote(tone("flute high.wav", 440), -1, quiet_);
  ASSERT_TRUE(heard) << heard.error().message;
  EXPECT_EQ(heard->note.pitch, 69);
  EXPECT_EQ(heard->note.name, "flute high");
  EXPECT_FALSE(hearNote(text("a.wav"), -1, quiet_));
  EXPECT_FALSE(hearNote(tone("b.wav", 440), 7, quiet_)) << "it has no eighth sound";
}

TEST_F(ImportNotesTest, keepsTheGoodOnesAsCorrectedAndNamesTheOthers) {
  dataset::NoteInfo corrected;
  corrected.name = "Mine";
  corrected.pitch = 50;
  corrected.velocity = 75;
  const std::vector<PlannedNote> planned{
      {tone("a.wav", 440), -1, {}}, {text("b.wav"), -1, {}}, {tone("c.wav", 220), -1, corrected}};
  const auto kept = keepNotes(folder_ / "mine", planned, quiet_);
  ASSERT_EQ(kept.added.size(), 2u);
  EXPECT_EQ(kept.added[0].pitch, 69);
  EXPECT_EQ(kept.added[1].pitch, 50);
  EXPECT_EQ(kept.added[1].name, "Mine");
  ASSERT_EQ(kept.refused.size(), 1u);
  EXPECT_NE(kept.refused[0].message.find("b.wav"), std::string::npos);
  const auto library = dataset::NoteLibrary::open(folder_ / "mine", quiet_, folder_ / "indexes");
  ASSERT_TRUE(library);
  EXPECT_EQ(library->size(), 2u);
}

}  // namespace timbre::importing
