// Folders as they are on real disks: other letters, links in circles, closed doors.
#include "dataset/DatasetLocation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "dataset/NoteLibrary.h"
#include "support/Sentences.h"
#include "support/ToyLibrary.h"

namespace timbre::dataset {
namespace {

namespace fs = std::filesystem;
using test::TemporaryFolder;

const std::string kId = "flute_acoustic_000-069-127";

/// A note with its sound under these names.
void writeNote(const fs::path& folder, const std::string& table, const std::string& sound) {
  fs::create_directories((folder / sound).parent_path());
  test::writeText(folder / table, "{\"" + kId + "\": {}}");
  const fs::path file = folder / sound;
  const fs::path made = file.parent_path() / (file.stem().string() + ".wav");
  ASSERT_TRUE(audio::writeWav(made, test::sine(440, 0.5, 100)));
  if (made != file) fs::rename(made, file);
}

Result<NoteLibrary> opened(const fs::path& path, const TemporaryFolder& folder) {
  Unwatched quiet;
  return NoteLibrary::open(path, quiet, folder / "indexes");
}

/// As somebody without rights, where the tests run as root.
class AsNobody {
 public:
  AsNobody() : root_(::geteuid() == 0) {
    if (root_) possible_ = ::seteuid(65534) == 0;
  }
  ~AsNobody() {
    if (root_ && ::seteuid(0) != 0) std::abort();
  }
  AsNobody(const AsNobody&) = delete;
  AsNobody& operator=(const AsNobody&) = delete;
  bool possible() const { return possible_; }

 private:
  bool root_, possible_ = true;
};

TEST(DatasetLocation, NamesInAnyCaseAreFound) {
  for (const auto& [table, sound] : std::vector<std::pair<std::string, std::string>>{
           {"examples.json", "audio/" + kId + ".WAV"},
           {"examples.json", "audio/" + kId + ".Wav"},
           {"examples.json", "Audio/" + kId + ".wav"},
           {"examples.json", "AUDIO/Flute_Acoustic_000-069-127.wav"},
           {"EXAMPLES.JSON", "audio/" + kId + ".wav"},
           {"Examples.json", kId + ".WAV"},
           {"examples.json", "audio/flute/loud/" + kId + ".wav"}}) {
    const TemporaryFolder folder;
    writeNote(folder / "d", table, sound);
    for (int again = 0; again < 2; ++again) {
      const auto library = opened(folder / "d", folder);
      ASSERT_TRUE(library) << library.error().message;
      EXPECT_TRUE(library->problems().empty()) << library->problems()[0].message;
      const NoteInfo note = library->note(0);
      EXPECT_EQ(note.file, folder / "d" / sound);
      EXPECT_TRUE(readNote(note)) << sound;
    }
  }
}

TEST(DatasetLocation, ASoundThatAppearsInAFolderOfAudioIsFoundWhenOpenedAgain) {
  const TemporaryFolder folder;
  writeNote(folder / "d", "examples.json", "elsewhere/x.wav");
  fs::create_directories(folder / "d" / "audio" / "flute");
  const auto before = opened(folder / "d", folder);
  ASSERT_TRUE(before);
  EXPECT_TRUE(before->note(0).fileMissing);
  fs::rename(folder / "d" / "elsewhere" / "x.wav",
             folder / "d" / "audio" / "flute" / (kId + ".wav"));
  const auto after = opened(folder / "d", folder);
  ASSERT_TRUE(after);
  EXPECT_FALSE(after->note(0).fileMissing);
}

TEST(DatasetLocation, LinksInCirclesArePassedOver) {
  const TemporaryFolder folder;
  writeNote(folder / "all" / "d", "examples.json", "audio/" + kId + ".wav");
  fs::create_symlink("loop", folder / "all" / "loop");
  fs::create_symlink("loop.tar.gz", folder / "all" / "loop.tar.gz");
  fs::create_symlink("there", folder / "all" / "back");
  fs::create_symlink("back", folder / "all" / "there");
  fs::create_symlink("nowhere", folder / "all" / "dangling.zip");
  fs::create_symlink("again", folder / "all" / "d" / "audio" / "again");
  const auto library = opened(folder / "all", folder);
  ASSERT_TRUE(library) << library.error().message;
  EXPECT_EQ(library->size(), 1);
  const auto loop = opened(folder / "all" / "loop", folder);
  ASSERT_FALSE(loop);
  test::expectSentence(loop.error(), folder / "all" / "loop");
}

TEST(DatasetLocation, WhatMayNotBeReadIsToldAsSuch) {
  const TemporaryFolder folder;
  writeNote(folder / "d", "examples.json", "audio/" + kId + ".wav");
  fs::permissions(folder.path(), fs::perms::all);
  const auto refusal = [&](const fs::path& closed, const fs::path& path) {
    fs::permissions(closed, fs::perms::none);
    std::string said;
    {
      const AsNobody nobody;
      const auto library = opened(path, folder);
      said = library ? library->problems().empty() ? "" : library->problems()[0].message
                     : library.error().message;
    }
    fs::permissions(closed, fs::perms::all);
    return said;
  };
  const auto d = folder / "d";
  for (const auto& closed : {d, d / "examples.json", d / "audio"}) {
    const std::string said = refusal(closed, d);
    EXPECT_THAT(said, testing::HasSubstr("permission")) << closed;
    EXPECT_THAT(said, testing::HasSubstr(closed.string()));
  }
  test::writeText(folder / "a.tar", "x");
  EXPECT_THAT(refusal(folder / "a.tar", folder / "a.tar"), testing::HasSubstr("permission"));
}

TEST(DatasetLocation, AClosedFolderBesideADatasetIsPassedOver) {
  const TemporaryFolder folder;
  writeNote(folder / "all" / "d", "examples.json", "audio/" + kId + ".wav");
  fs::create_directories(folder / "all" / "closed" / "deeper");
  fs::create_symlink("closed/deeper", folder / "all" / "into");
  fs::permissions(folder.path(), fs::perms::all);
  fs::permissions(folder / "all" / "closed", fs::perms::none);
  int size = -1;
  {
    const AsNobody nobody;
    if (const auto library = opened(folder / "all", folder)) size = library->size();
  }
  fs::permissions(folder / "all" / "closed", fs::perms::all);
  EXPECT_EQ(size, 1);
}

TEST(DatasetLocation, OneBadDatasetOfSeveralIsToldAndTheOthersAreThere) {
  const TemporaryFolder folder;
  writeNote(folder / "all" / "d", "examples.json", "audio/" + kId + ".wav");
  test::writeText(folder / "all" / "broken.tar.gz", "\x1f\x8b but no more");
  const auto library = opened(folder / "all", folder);
  ASSERT_TRUE(library) << library.error().message;
  EXPECT_EQ(library->size(), 1);
  ASSERT_EQ(library->problems().size(), 1u);
  test::expectSentence(library->problems()[0], folder / "all" / "broken.tar.gz");
}

TEST(DatasetLocation, TheTableItselfMayBeNamed) {
  const TemporaryFolder folder;
  writeNote(folder / "d", "examples.json", "audio/" + kId + ".wav");
  const auto library = opened(folder / "d" / "examples.json", folder);
  ASSERT_TRUE(library) << library.error().message;
  EXPECT_EQ(library->size(), 1);
}

TEST(DatasetLocation, APlaceInSeveralFilesIsOneNumber) {
  const ContentPlace place{3, 12345678901};
  EXPECT_EQ(ContentPlace::of(place.place()).file, 3u);
  EXPECT_EQ(ContentPlace::of(place.place()).at, 12345678901u);
  EXPECT_EQ((ContentPlace{0, 77}).place(), 77u);
}

}  // namespace
}  // namespace timbre::dataset
