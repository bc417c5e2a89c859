#include "dataset/NoteLibrary.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "support/Impatient.h"
#include "support/Sentences.h"
#include "support/ToyLibrary.h"

namespace timbre::dataset {
namespace {

using test::TemporaryFolder;

NoteLibrary opened(const std::filesystem::path& folder) {
  Unwatched progress;
  auto library = NoteLibrary::open(folder, progress);
  EXPECT_TRUE(library) << library.error().message;
  return library ? *library : NoteLibrary();
}

Error refused(const std::filesystem::path& folder) {
  Unwatched progress;
  const auto library = NoteLibrary::open(folder, progress);
  EXPECT_FALSE(library);
  return library ? Error() : library.error();
}

TEST(NoteLibrary, OpensAFolderSortedById) {
  const TemporaryFolder folder;
  test::makeToyLibrary(folder);
  const auto library = opened(folder.path());
  EXPECT_EQ(library.folder(), folder.path());
  ASSERT_EQ(library.notes().size(), 6u);
  EXPECT_TRUE(std::is_sorted(library.notes().begin(), library.notes().end(),
                             [](const auto& a, const auto& b) { return a.id < b.id; }));
  for (std::size_t i = 0; i < library.notes().size(); ++i)
    EXPECT_EQ(library.indexOf(library.notes()[i].id), static_cast<int>(i));
  EXPECT_EQ(library.find("flute_acoustic_000-069-025")->velocity, 25);
  EXPECT_FALSE(library.find("flute_acoustic_000-069-026"));
  EXPECT_EQ(library.counts()[2][0], 2);  // flute, acoustic
  EXPECT_EQ(library.counts()[9][2], 1);  // synth_lead, synthetic
}

TEST(NoteLibrary, AnEmptyOneHasNothing) {
  const NoteLibrary library;
  EXPECT_TRUE(library.empty());
  EXPECT_FALSE(library.find("x"));
  EXPECT_TRUE(library.select({}).empty());
  EXPECT_TRUE(library.velocitiesOf(NoteInfo{}).empty());
}

TEST(NoteLibrary, ReadsItsNotesAtTheModelsRate) {
  const TemporaryFolder folder;
  test::makeToyLibrary(folder);
  const auto library = opened(folder.path());
  const auto wav = readNote(*library.find("flute_acoustic_000-069-127"));
  ASSERT_TRUE(wav);
  EXPECT_NEAR(audio::peakOf(*wav), 0.5, 1e-4);  // 16 bits
  EXPECT_TRUE(readNote(*library.find("mallet_electronic_001-060-100"))) << "FLAC";
  const auto other = readNote(*library.find("bass_acoustic_003-036-075"));
  ASSERT_TRUE(other);
  EXPECT_EQ(other->rate(), kModelRate);
  EXPECT_EQ(other->samples().size(), 8000u);
}

TEST(NoteLibrary, AMissingFileIsFlaggedToldOfAndRefusedWhenRead) {
  const TemporaryFolder folder;
  test::makeToyLibrary(folder);
  const auto library = opened(folder.path());
  const auto note = library.find("vocal_synthetic_004-072-127");
  ASSERT_TRUE(note);
  EXPECT_TRUE(note->fileMissing);
  EXPECT_FALSE(library.find("flute_acoustic_000-069-127")->fileMissing);
  ASSERT_EQ(library.problems().size(), 1u);
  test::expectSentence(library.problems()[0], note->file);
  const auto read = readNote(*note);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, ErrorCode::NotFound);
  test::expectSentence(read.error(), note->file);
}

TEST(NoteLibrary, FilesBesideTheTableAreFoundToo) {
  const TemporaryFolder folder;
  const auto note = test::toyNote("flute_acoustic_000-069-127");
  ASSERT_TRUE(writeExamplesJson(folder.path(), std::vector{note}));
  ASSERT_TRUE(audio::writeWav(folder / (note.id + ".wav"), test::noise(0.5, 100)));
  const auto library = opened(folder.path());
  EXPECT_TRUE(library.problems().empty());
  EXPECT_TRUE(readNote(library.notes()[0]));
}

TEST(NoteLibrary, SelectsByQuery) {
  const TemporaryFolder folder;
  test::makeToyLibrary(folder);
  const auto library = opened(folder.path());
  const auto ids = [&](const NoteQuery& query) {
    std::vector<std::string> found;
    for (const int i : library.select(query))
      found.push_back(library.notes()[static_cast<std::size_t>(i)].id);
    return found;
  };
  EXPECT_EQ(ids({}).size(), 6u);
  EXPECT_THAT(ids({.text = "a4 dark"}), testing::ElementsAre("flute_acoustic_000-069-025"));
  EXPECT_THAT(ids({.families = 1u << 2}),
              testing::ElementsAre("flute_acoustic_000-069-025", "flute_acoustic_000-069-127"));
}

TEST(NoteLibrary, FindingsAreTakenDownAndSelected) {
  const TemporaryFolder folder;
  test::makeToyLibrary(folder);
  const auto library = opened(folder.path());
  const int silent = library.indexOf("synth_lead_synthetic_002-048-050");
  Findings found;
  found.set(bitOf(Finding::Silence)).set(bitOf(Finding::SingleVelocity));
  EXPECT_FALSE(library.note(silent).checked);
  ASSERT_TRUE(library.setFindings(std::vector<CheckedNote>{{silent, found}, {0, {}}}));
  const NoteLibrary copy = library;
  EXPECT_EQ(copy.note(silent).findings, found);
  EXPECT_TRUE(copy.note(0).checked);
  EXPECT_TRUE(copy.note(0).findings.none());
  NoteQuery query;
  query.findings.set(bitOf(Finding::Silence)).set(bitOf(Finding::Noise));
  EXPECT_THAT(copy.select(query), testing::ElementsAre(silent));
  const NoteQuery sound{.hideDoubtful = true};
  EXPECT_EQ(copy.select(sound).size(), 4u) << "neither the silent one nor that without its file";
}

TEST(NoteLibrary, TheVelocitiesOfANoteGoFromSoftToLoud) {
  const TemporaryFolder folder;
  std::vector<NoteInfo> notes;
  for (const auto* id :
       {"flute_acoustic_000-069-127", "flute_acoustic_000-069-100", "flute_acoustic_000-069-025",
        "flute_acoustic_000-070-050", "flute_acoustic_001-069-075"})
    notes.push_back(test::toyNote(id));
  notes[0].id = "a loud one";  // names that do not sort as their velocities do
  ASSERT_TRUE(writeExamplesJson(folder.path(), notes));
  const auto library = opened(folder.path());
  std::vector<int> velocities;
  for (const int i : library.velocitiesOf(*library.find("flute_acoustic_000-069-100")))
    velocities.push_back(library.notes()[static_cast<std::size_t>(i)].velocity);
  EXPECT_THAT(velocities, testing::ElementsAre(25, 100, 127));
  EXPECT_EQ(library.velocitiesOf(*library.find("flute_acoustic_000-070-050")).size(), 1u);
}

TEST(NoteLibrary, WhatIsNoFolderOfNotesIsRefusedWithASentence) {
  const TemporaryFolder folder;
  const Error none = refused(folder / "none");
  EXPECT_EQ(none.code, ErrorCode::NotFound);
  test::expectSentence(none, folder / "none");
  const Error bare = refused(folder.path());
  EXPECT_EQ(bare.code, ErrorCode::NotFound);
  EXPECT_THAT(bare.message, testing::HasSubstr("NSynth-format"));
  test::expectSentence(bare, folder.path());
  test::writeText(folder / "examples.json", "{\"flute_acoustic_000-069-127\": {\"pit");
  const Error broken = refused(folder.path());
  EXPECT_EQ(broken.code, ErrorCode::BadFormat);
  test::expectSentence(broken, folder / "examples.json");
}

TEST(NoteLibrary, ANoteTwiceIsToldOf) {
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder / "audio");
  ASSERT_TRUE(
      audio::writeWav(folder / "audio" / "flute_acoustic_000-069-127.wav", test::noise(0.5, 100)));
  test::writeText(
      folder / "examples.json",
      R"({"a": {"note_str": "flute_acoustic_000-069-127", "note": 1}, "b": {"note_str": "flute_acoustic_000-069-127", "note": 2}})");
  const auto library = opened(folder.path());
  ASSERT_EQ(library.notes().size(), 1u);
  EXPECT_EQ(library.notes()[0].note, 1);
  ASSERT_EQ(library.problems().size(), 1u);
  EXPECT_THAT(library.problems()[0].message, testing::HasSubstr("twice"));
}

TEST(NoteLibrary, AFolderWithoutItsAudioIsToldInAHundredSentencesAndANumber) {
  const TemporaryFolder folder;
  std::vector<NoteInfo> notes;
  for (int i = 0; i < 300; ++i)
    notes.push_back(test::toyNote("flute_acoustic_" + std::to_string(100 + i) + "-069-127"));
  ASSERT_TRUE(writeExamplesJson(folder.path(), notes));
  const auto library = opened(folder.path());
  EXPECT_EQ(library.notes().size(), 300u);
  ASSERT_EQ(library.problems().size(), 101u);
  EXPECT_THAT(library.problems().back().message, testing::HasSubstr("200 more audio files"));
}

TEST(NoteLibrary, OpeningCanBeCancelledAndTellsHowFarItIs) {
  const TemporaryFolder folder;
  std::vector<NoteInfo> notes;
  for (int i = 0; i < 2000; ++i)
    notes.push_back(test::toyNote("flute_acoustic_" + std::to_string(1000 + i) + "-069-127"));
  ASSERT_TRUE(writeExamplesJson(folder.path(), notes));
  test::Impatient impatient(1);
  const auto library = NoteLibrary::open(folder.path(), impatient);
  ASSERT_FALSE(library);
  EXPECT_EQ(library.error().code, ErrorCode::Cancelled);
  test::Listener listener;
  ASSERT_TRUE(NoteLibrary::open(folder.path(), listener));
  EXPECT_GT(listener.told.size(), 3u);
  EXPECT_TRUE(std::is_sorted(listener.told.begin(), listener.told.end()));
  EXPECT_EQ(listener.told.back(), 1);
}

TEST(NoteLibrary, TheGenuineNotesOfNSynthOpenAndRead) {
  const std::filesystem::path folder = std::filesystem::path(TIMBRE_EXTERNAL) / "nsynth-notes";
  if (!std::filesystem::is_directory(folder)) GTEST_SKIP() << "no " << folder;
  const auto library = opened(folder);
  EXPECT_EQ(library.notes().size(), 37u);
  EXPECT_TRUE(library.problems().empty());
  for (const NoteInfo& note : library.notes()) {
    const auto clip = readNote(note);
    ASSERT_TRUE(clip) << clip.error().message;
    EXPECT_EQ(clip->samples().size(), static_cast<std::size_t>(kNoteSamples)) << note.id;
  }
}

TEST(NoteLibrary, TheStarterLibraryIsWholeAndAsLargeAsPromised) {
  const auto library = opened(std::filesystem::path(TIMBRE_ASSETS) / "library");
  EXPECT_TRUE(library.problems().empty());
  EXPECT_GT(library.notes().size(), 250u);
  int explorable = 0;  // instruments with a pitch at all five velocities
  std::string last;
  for (const NoteInfo& note : library.notes()) {
    if (note.instrument == last || library.velocitiesOf(note).size() != kVelocities.size())
      continue;
    last = note.instrument;
    ++explorable;
  }
  EXPECT_GE(explorable, 20);
  std::array<int, 3> sources{};
  for (const auto& family : library.counts()) {
    EXPECT_GT(std::accumulate(family.begin(), family.end(), 0), 0);
    for (std::size_t s = 0; s < sources.size(); ++s) sources[s] += family[s];
  }
  EXPECT_THAT(sources, testing::Each(testing::Gt(0)));
  std::uintmax_t bytes = 0;
  for (const NoteInfo& note : library.notes()) bytes += std::filesystem::file_size(note.file);
  EXPECT_LT(bytes, 20u << 20);
}

}  // namespace
}  // namespace timbre::dataset
