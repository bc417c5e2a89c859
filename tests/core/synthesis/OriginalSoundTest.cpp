#include "synthesis/OriginalSound.h"

#include "base/Version.h"
#include "dataset/NoteLibrary.h"
#include "support/SynthesisFixture.h"

namespace timbre::synthesis {
namespace {

using OriginalSoundTest = test::SynthesisFixture;

}  // namespace

TEST_F(OriginalSoundTest, isTheFileAndSaysSo) {
  const auto made = originalSound(note(1));
  ASSERT_TRUE(made);
  const auto file = dataset::readNote(note(1)).value();
  EXPECT_TRUE(std::ranges::equal(made->clip.samples(), file.samples()));
  EXPECT_EQ(made->request.kind, SynthesisKind::Original);
  ASSERT_EQ(made->request.notes.size(), 1u);
  EXPECT_EQ(made->request.notes.front().note, (NoteReference{note(1).id, hashOf(file)}));
  EXPECT_EQ(made->request.notes.front().pitch, note(1).pitch);
  EXPECT_EQ(made->request.program, programVersion());
  EXPECT_FALSE(made->request.model);
}

TEST_F(OriginalSoundTest, aNoteWhoseFileIsGoneIsASentence) {
  dataset::NoteInfo gone = note(0);
  gone.file = folder_ / "gone.wav";
  const auto made = originalSound(gone);
  ASSERT_FALSE(made);
  EXPECT_FALSE(made.error().message.empty());
}

}  // namespace timbre::synthesis
