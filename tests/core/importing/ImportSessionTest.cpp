#include "importing/ImportSession.h"

#include <gtest/gtest.h>

#include "audio/AudioFile.h"
#include "dataset/NoteLibrary.h"
#include "support/Sounds.h"
#include "support/TemporaryFolder.h"

namespace timbre::importing {
namespace {

using test::TemporaryFolder;

std::filesystem::path written(const std::filesystem::path& file, const audio::AudioClip& clip) {
  EXPECT_TRUE(audio::writeWav(file, clip));
  return file;
}

TEST(ImportSession, GoesFromFileToFileAndCountsWhatBecameOfThem) {
  const TemporaryFolder folder;
  Unwatched quiet;
  const auto tone = written(folder / "oboe A4.wav", test::sine(440, 0.5, kNoteSamples));
  const auto broken = folder / "absent.wav";
  ImportSession session(folder / "own", {tone, broken, tone});
  EXPECT_EQ(session.file(), tone);
  EXPECT_FALSE(session.last());
  session.take(ImportSession::keepAsHeard(session.folder(), session.file(), quiet));
  ASSERT_TRUE(session.next());
  EXPECT_EQ(session.at(), 1U);
  session.take(ImportSession::keepAsHeard(session.folder(), session.file(), quiet));
  ASSERT_TRUE(session.next());
  EXPECT_TRUE(session.last());
  EXPECT_FALSE(session.next());
  EXPECT_EQ(session.file(), tone);
  EXPECT_EQ(session.added(), 1);
  ASSERT_EQ(session.refused().size(), 1U);
  EXPECT_NE(session.refused()[0].message.find("absent.wav"), std::string::npos);
  const auto library = dataset::NoteLibrary::open(folder / "own", quiet);
  ASSERT_TRUE(library);
  ASSERT_TRUE(library->find(session.lastId()));
  EXPECT_EQ(library->find(session.lastId())->pitch, 69);
}

TEST(ImportSession, WhatWasHeardIsDescribedForCorrection) {
  const TemporaryFolder folder;
  Unwatched quiet;
  const auto tone = written(folder / "oboe A4.wav", test::sine(440, 0.5, kNoteSamples));
  const auto heard = ImportSession::hear(tone, -1, quiet);
  ASSERT_TRUE(heard) << heard.error().message;
  EXPECT_EQ(heard->note.pitch, 69);
  EXPECT_EQ(heard->note.name, "oboe A4");
  EXPECT_FALSE(ImportSession::hear(tone, 7, quiet));  // it has no eighth sound
}

}  // namespace
}  // namespace timbre::importing
