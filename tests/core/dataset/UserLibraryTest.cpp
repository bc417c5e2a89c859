#include "dataset/UserLibrary.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "dataset/NoteLibrary.h"
#include "support/Sentences.h"
#include "support/ToyLibrary.h"

namespace timbre::dataset {
namespace {

using test::TemporaryFolder;

NoteInfo dog() {
  NoteInfo note;
  note.name = "Änne's Dog (2)";
  note.pitch = 57;
  note.velocity = 100;
  note.family = 10;
  return note;
}

NoteLibrary opened(const std::filesystem::path& folder) {
  Unwatched quiet;
  auto library = NoteLibrary::open(folder, quiet);
  EXPECT_TRUE(library) << library.error().message;
  return library ? *library : NoteLibrary();
}

TEST(UserLibrary, ASoundThatIsAddedIsANoteOfTheFolder) {
  const TemporaryFolder folder;
  const auto added = addSound(folder / "sounds", dog(), test::sine(220, 0.5, kNoteSamples));
  ASSERT_TRUE(added) << added.error().message;
  EXPECT_EQ(added->id, "own_nne_s_dog_2-057-100");
  const auto library = opened(folder / "sounds");
  EXPECT_TRUE(library.problems().empty());
  const auto note = library.find(added->id);
  ASSERT_TRUE(note);
  EXPECT_EQ(note->name, "Änne's Dog (2)");
  EXPECT_EQ(note->pitch, 57);
  const auto clip = readNote(*note);
  ASSERT_TRUE(clip);
  EXPECT_NEAR(audio::peakOf(*clip), 0.5, 1e-4);  // 16 bits
}

TEST(UserLibrary, SoundsOfOneNameKeepApart) {
  const TemporaryFolder folder;
  const auto clip = test::sine(220, 0.5, 1000);
  for (const auto* id : {"own_nne_s_dog_2-057-100", "own_nne_s_dog_2_2-057-100"}) {
    const auto added = addSound(folder.path(), dog(), clip);
    ASSERT_TRUE(added);
    EXPECT_EQ(added->id, id);
  }
  NoteInfo nameless = dog();
  nameless.name = "ÄÖ /..";
  EXPECT_EQ(addSound(folder.path(), nameless, clip)->id, "own_sound-057-100");
  EXPECT_EQ(opened(folder.path()).size(), 3);
}

TEST(UserLibrary, SoundsAddedAtTheSameTimeAreAllThere) {
  const TemporaryFolder folder;
  const auto add = [&] {
    for (int i = 0; i < 5; ++i)
      EXPECT_TRUE(addSound(folder.path(), dog(), test::sine(220, 0.5, 1000)));
  };
  std::thread other(add);
  add();
  other.join();
  EXPECT_EQ(opened(folder.path()).size(), 10);
}

TEST(UserLibrary, WhatWasTakenAwayComesBackAsItWas) {
  const TemporaryFolder folder;
  const auto clip = test::sine(220, 0.5, kNoteSamples);
  const auto note = *addSound(folder.path(), dog(), clip);
  ASSERT_TRUE(removeSound(folder.path(), note.id));
  EXPECT_FALSE(std::filesystem::exists(note.file));
  ASSERT_TRUE(restoreSound(folder.path(), note, clip));
  const auto back = opened(folder.path()).find(note.id);
  ASSERT_TRUE(back);
  EXPECT_EQ(back->name, note.name);
  EXPECT_EQ(readNote(*back)->samples().size(), clip.samples().size());
  EXPECT_FALSE(restoreSound(folder.path(), note, clip));  // it is there already
  EXPECT_TRUE(isOwnSound(folder.path(), *back));
  EXPECT_FALSE(isOwnSound(folder / "elsewhere", *back));
}

TEST(UserLibrary, APitchIsCorrectedAndASoundIsTakenAway) {
  const TemporaryFolder folder;
  auto note = *addSound(folder.path(), dog(), test::sine(220, 0.5, 1000));
  note.pitch = 69;
  ASSERT_TRUE(correctSound(folder.path(), note));
  EXPECT_EQ(opened(folder.path()).find(note.id)->pitch, 69);
  ASSERT_TRUE(removeSound(folder.path(), note.id));
  EXPECT_TRUE(opened(folder.path()).empty());
  EXPECT_FALSE(std::filesystem::exists(note.file));
  const auto again = removeSound(folder.path(), note.id);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, ErrorCode::NotFound);
}

TEST(UserLibrary, ADamagedTableIsNeverOverwritten) {
  const TemporaryFolder folder;
  for (const std::string table : {"{\"a\": ", R"({"a note": {"pitch": 300}})"}) {
    test::writeText(folder / "examples.json", table);
    const auto added = addSound(folder.path(), dog(), test::sine(220, 0.5, 1000));
    ASSERT_FALSE(added);
    test::expectSentence(added.error(), folder / "examples.json");
    EXPECT_EQ(test::textOf(folder / "examples.json"), table);
    EXPECT_EQ(test::entriesIn(folder / "audio"), 0);
  }
}

TEST(UserLibrary, AFolderThatCannotBeWrittenIsNamed) {
  const TemporaryFolder folder;
  const auto below = test::belowAFile(folder);
  const auto added = addSound(below, dog(), test::sine(220, 0.5, 1000));
  ASSERT_FALSE(added);
  test::expectSentence(added.error(), below);
}

}  // namespace
}  // namespace timbre::dataset
