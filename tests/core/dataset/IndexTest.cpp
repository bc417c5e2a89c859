// What happens to the index of a library: kept, resumed, shared, damaged, outdated, without room.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <thread>

#include "dataset/NoteIndex.h"
#include "support/FullLibrary.h"
#include "support/Impatient.h"
#include "support/Sentences.h"
#include "support/ToyLibrary.h"

#include "dataset/NoteLibrary.h"

namespace timbre::dataset {
namespace {

namespace fs = std::filesystem;
using test::TemporaryFolder;

Result<NoteLibrary> openIn(const TemporaryFolder& folder, Progress& progress) {
  return NoteLibrary::open(folder / "notes", progress, folder / "indexes");
}

NoteLibrary opened(const TemporaryFolder& folder) {
  Unwatched quiet;
  auto library = openIn(folder, quiet);
  EXPECT_TRUE(library) << library.error().message;
  return library ? *library : NoteLibrary();
}

/// So many notes without sounds.
void writeNotes(const TemporaryFolder& folder, double part) {
  fs::create_directories(folder / "notes");
  ASSERT_TRUE(writeExamplesJson(folder / "notes", test::fullNotes(part)));
}

fs::path indexIn(const TemporaryFolder& folder) {
  for (const auto& entry : fs::directory_iterator(folder / "indexes"))
    if (entry.path().extension() == ".sqlite") return entry.path();
  return {};
}

TEST(Index, FindingsAreThereWhenTheLibraryIsOpenedAgain) {
  const TemporaryFolder folder;
  writeNotes(folder, 0.001);
  ASSERT_TRUE(opened(folder).setFindings(std::vector<CheckedNote>{{5, Findings(3)}}));
  const auto again = opened(folder);
  EXPECT_EQ(again.note(5).findings, Findings(3));
  EXPECT_TRUE(again.note(5).checked);
  EXPECT_FALSE(again.note(6).checked);
}

TEST(Index, AChangedFolderIsReadAnewAndTheOldIndexIsGone) {
  const TemporaryFolder folder;
  writeNotes(folder, 0.001);
  const int before = opened(folder).size();
  const auto old = indexIn(folder);
  writeNotes(folder, 0.002);
  EXPECT_GT(opened(folder).size(), before);
  EXPECT_FALSE(fs::exists(old));
}

TEST(Index, WhatWasReadBeforeACancelIsNotReadAgain) {
  const TemporaryFolder folder;
  writeNotes(folder, 0.1);
  const auto whole = test::fullNotes(0.1);
  test::Impatient impatient(300);  // of 478 questions while reading
  const auto stopped = openIn(folder, impatient);
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().code, ErrorCode::Cancelled);
  EXPECT_TRUE(indexIn(folder).empty());
  test::Listener listener;
  const auto library = openIn(folder, listener);
  ASSERT_TRUE(library) << library.error().message;
  EXPECT_EQ(library->size(), static_cast<int>(whole.size()));
  EXPECT_GT(listener.told.front(), 0.2) << "it goes on where it stopped";
  EXPECT_EQ(library->problems().size(), 101u) << "missing files alone, nothing twice";
}

TEST(Index, ADamagedOneIsMadeAnewWithOneNotice) {
  const TemporaryFolder folder;
  writeNotes(folder, 0.001);
  const int size = opened(folder).size();
  const auto file = indexIn(folder);
  const std::string bytes = test::textOf(file);
  std::vector<std::string> damages{"", "no database at all", bytes.substr(0, bytes.size() / 3)};
  damages.push_back(bytes);
  std::fill(damages.back().begin() + 4096, damages.back().begin() + 20480, 'x');
  for (const std::string& damaged : damages) {
    test::writeText(file, damaged);
    const auto library = opened(folder);
    EXPECT_EQ(library.size(), size);
    const auto notices = std::ranges::count_if(library.problems(), [](const Error& problem) {
      return problem.message.find("rebuilt") != std::string::npos;
    });
    EXPECT_EQ(notices, 1);
    EXPECT_EQ(library.select({.text = "bass"}).empty(), false);
  }
}

TEST(Index, NoFlippedByteOfItCrashes) {
  const TemporaryFolder folder;
  writeNotes(folder, 0.0001);
  (void)opened(folder);
  const auto file = indexIn(folder);
  const std::string bytes = test::textOf(file);
  for (std::size_t at = 0; at < bytes.size(); at += at < 200 ? 1 : 997) {
    std::string flipped = bytes;
    flipped[at] = static_cast<char>(flipped[at] ^ 0xff);
    test::writeText(file, flipped);
    const auto library = opened(folder);
    for (const auto& note : library.notes()) (void)library.find(note.id);
    (void)library.select({.text = "bass ba"});
  }
}

TEST(Index, TwoWhoOpenAtOnceBothHaveIt) {
  const TemporaryFolder folder;
  writeNotes(folder, 0.01);
  int sizes[4] = {};
  std::vector<std::thread> programs;
  for (int& size : sizes) programs.emplace_back([&] { size = opened(folder).size(); });
  for (auto& program : programs) program.join();
  EXPECT_THAT(sizes, testing::Each(static_cast<int>(test::fullNotes(0.01).size())));
}

TEST(Index, ASmallLibraryOpensWhereNothingCanBeWritten) {
  const TemporaryFolder folder;
  test::makeToyLibrary(folder);
  Unwatched quiet;
  const auto library = NoteLibrary::open(folder.path(), quiet, test::belowAFile(folder));
  ASSERT_TRUE(library) << library.error().message;
  EXPECT_EQ(library->size(), 6);
  EXPECT_EQ(library->select({.text = "flute"}).size(), 2u);
  EXPECT_TRUE(library->setFindings(std::vector<CheckedNote>{{1, Findings(1)}}));
}

TEST(Index, WithoutRoomForItTheSentenceSaysWhere) {
  const TemporaryFolder folder;
  writeNotes(folder, 0.1);  // 15 MB of table
  rlimit old{};
  getrlimit(RLIMIT_FSIZE, &old);
  const rlimit small{1 << 20, old.rlim_max};  // as a full disk: no file above 1 MB
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  setrlimit(RLIMIT_FSIZE, &small);
  Unwatched quiet;
  const auto library = openIn(folder, quiet);
  setrlimit(RLIMIT_FSIZE, &old);
  std::signal(SIGXFSZ, handler);
  ASSERT_FALSE(library);
  EXPECT_EQ(library.error().code, ErrorCode::Internal);
  test::expectSentence(library.error(), folder / "indexes");
}

TEST(Index, SearchingFindsWhatLookingThroughAllNotesFinds) {
  const TemporaryFolder folder;
  auto notes = test::fullNotes(0.01);
  for (std::size_t i = 0; i < notes.size(); i += 10) notes[i].name = "Grand Pi\"ano";
  notes[0].id = "my own note";  // no name as NSynth's are
  fs::create_directories(folder / "notes");
  ASSERT_TRUE(writeExamplesJson(folder / "notes", notes));
  const auto library = opened(folder);
  for (const std::string text : {"a", "_0", "0-", "12", "-1", "bass", "c_00", "060-1", "pi\"a",
                                 "ny", "note", "27", "zither", "d a", "acoustic"}) {
    std::vector<int> expected;
    for (int i = 0; i < library.size(); ++i) {
      const NoteInfo note = library.note(i);
      const bool all = std::ranges::all_of(wordsOf(text), [&](const Word& word) {
        for (std::size_t q = 0; q < kQualities.size(); ++q)
          if (note.qualities[q] && kQualities[q].starts_with(word.text)) return true;
        return word.pitch == note.pitch || containsWord(note.id, word.text) ||
               containsWord(note.name, word.text);
      });
      if (all) expected.push_back(i);
    }
    EXPECT_EQ(library.select({.text = text}), expected) << text;
  }
}

TEST(Index, EveryOrderIsThatOfItsColumn) {
  const TemporaryFolder folder;
  writeNotes(folder, 0.002);
  const auto library = opened(folder);
  for (const bool descending : {false, true}) {
    const auto rows = library.select({}, {NoteOrder::Pitch, descending});
    ASSERT_EQ(static_cast<int>(rows.size()), library.size());
    for (std::size_t i = 1; i < rows.size(); ++i) {
      const int a = library.note(rows[i - 1]).pitch, b = library.note(rows[i]).pitch;
      EXPECT_TRUE(descending ? a >= b : a <= b);
      EXPECT_TRUE(a != b || rows[i - 1] < rows[i]) << "equal ones by id";
    }
  }
}

TEST(Index, JoinedLibrariesAreOne) {
  const TemporaryFolder folder, own;
  writeNotes(folder, 0.001);
  test::makeToyLibrary(own);
  Unwatched quiet;
  const auto mine = NoteLibrary::open(own.path(), quiet, folder / "indexes");
  ASSERT_TRUE(mine);
  const auto dataset = opened(folder);
  const auto both = dataset.joined(*mine);
  EXPECT_EQ(both.size(), dataset.size() + 6);
  EXPECT_EQ(both.folder(), folder / "notes");
  const auto note = both.find("mallet_electronic_001-060-100");
  ASSERT_TRUE(note);
  EXPECT_TRUE(readNote(*note));
  EXPECT_EQ(both.velocitiesOf(*both.find("synth_lead_synthetic_002-048-050")).size(), 1u);
}

}  // namespace
}  // namespace timbre::dataset
