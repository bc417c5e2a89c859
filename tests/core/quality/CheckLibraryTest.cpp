#include "quality/CheckLibrary.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/Impatient.h"
#include "support/ToyLibrary.h"

namespace timbre::quality {
namespace {

using dataset::Finding;
using dataset::NoteLibrary;

void put(const test::TemporaryFolder& folder, std::vector<dataset::NoteInfo>& notes,
         const std::string& id, const audio::AudioClip& clip) {
  notes.push_back(test::toyNote(id));
  std::filesystem::create_directory(folder / "audio");
  ASSERT_TRUE(audio::writeWav(folder / "audio" / (id + ".wav"), clip));
}

NoteLibrary opened(const test::TemporaryFolder& folder) {
  Unwatched quiet;
  return NoteLibrary::open(folder.path(), quiet).value();
}

std::vector<std::string> idsWith(const NoteLibrary& library, Finding finding) {
  std::vector<std::string> ids;
  for (const auto& note : library.notes())
    if (note.findings[bitOf(finding)]) ids.push_back(note.id);
  return ids;
}

TEST(CheckLibrary, FindsWhatIsWrongWithTheToyLibrary) {
  const test::TemporaryFolder folder;
  test::makeToyLibrary(folder);
  const auto library = opened(folder);
  test::Listener listener;
  const auto report = checkLibrary(library, 2, listener);
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_EQ(report->notes, 6);
  ASSERT_EQ(report->unread.size(), 1u);  // the one without its file
  EXPECT_THAT(report->unread[0].message, testing::HasSubstr("vocal_synthetic_004-072-127"));
  EXPECT_THAT(idsWith(library, Finding::Silence),
              testing::ElementsAre("synth_lead_synthetic_002-048-050"));
  EXPECT_THAT(idsWith(library, Finding::Noise),
              testing::ElementsAre("mallet_electronic_001-060-100"));
  EXPECT_TRUE(std::ranges::is_sorted(listener.told));
  EXPECT_EQ(listener.told.back(), 1);
  for (const auto& note : library.notes()) EXPECT_TRUE(note.checked) << note.id;
}

TEST(CheckLibrary, FindsTheSecondOfTwoEqualNotes) {
  const test::TemporaryFolder folder;
  std::vector<dataset::NoteInfo> notes;
  put(folder, notes, "flute_acoustic_000-069-100", test::sine(440, 0.5, 16000));
  put(folder, notes, "flute_acoustic_001-069-100", test::sine(440, 0.5, 16000));
  put(folder, notes, "flute_acoustic_002-069-100", test::sine(440, 0.4, 16000));
  put(folder, notes, "reed_acoustic_000-069-100", test::silence(16000));
  put(folder, notes, "reed_acoustic_001-069-100", test::silence(16000));
  ASSERT_TRUE(dataset::writeExamplesJson(folder.path(), notes));
  const auto library = opened(folder);
  Unwatched quiet;
  const auto report = checkLibrary(library, 2, quiet);
  ASSERT_TRUE(report);
  EXPECT_THAT(idsWith(library, Finding::Duplicate),
              testing::ElementsAre("flute_acoustic_001-069-100"));
  EXPECT_THAT(report->doubts.front().reasons.front(),
              testing::HasSubstr("flute_acoustic_000-069-100"));
}

TEST(CheckLibrary, AnInstrumentOfSeveralPitchesAndOneVelocityIsFound) {
  const test::TemporaryFolder folder;
  std::vector<dataset::NoteInfo> notes;
  const auto tone = test::sine(440, 0.5, 16000);
  put(folder, notes, "organ_electronic_000-069-127", tone);
  put(folder, notes, "organ_electronic_000-081-127", test::sine(880, 0.5, 16000));
  put(folder, notes, "flute_acoustic_001-069-100", test::sine(440, 0.4, 16000));
  put(folder, notes, "reed_acoustic_001-069-025", test::sine(440, 0.3, 16000));
  put(folder, notes, "reed_acoustic_001-081-050", test::sine(880, 0.3, 16000));
  ASSERT_TRUE(dataset::writeExamplesJson(folder.path(), notes));
  const auto library = opened(folder);
  Unwatched quiet;
  const auto report = checkLibrary(library, 1, quiet);
  ASSERT_TRUE(report);
  EXPECT_THAT(idsWith(library, Finding::SingleVelocity),
              testing::ElementsAre("organ_electronic_000-069-127", "organ_electronic_000-081-127"));
  EXPECT_EQ(report->counts[bitOf(Finding::SingleVelocity)], 2);
}

TEST(CheckLibrary, CanBeCancelledAndIsThenContinued) {
  const test::TemporaryFolder folder;
  test::makeToyLibrary(folder);
  const auto library = opened(folder);
  test::Impatient impatient(1);
  const auto report = checkLibrary(library, 1, impatient);
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().code, ErrorCode::Cancelled);
  Unwatched quiet;
  const auto once = checkLibrary(library, 2, quiet);
  const auto again = checkLibrary(library, 2, quiet);
  ASSERT_TRUE(once && again);
  EXPECT_EQ(once->counts, again->counts);
}

TEST(CheckLibrary, AnEmptyLibraryIsFine) {
  Unwatched quiet;
  const auto report = checkLibrary(NoteLibrary(), 2, quiet);
  ASSERT_TRUE(report);
  EXPECT_EQ(report->notes, 0);
}

TEST(CheckLibrary, RealNotesRaiseNoFalseAlarm) {
  const std::filesystem::path folder = TIMBRE_EXTERNAL "/nsynth-notes";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "no NSynth notes";
  Unwatched quiet;
  const auto library = NoteLibrary::open(folder, quiet);
  ASSERT_TRUE(library);
  const auto report = checkLibrary(*library, 2, quiet);
  ASSERT_TRUE(report);
  for (const auto& doubt : report->doubts)  // two notes of one violin, both at velocity 127
    EXPECT_THAT(library->note(doubt.index).id, testing::StartsWith("string_acoustic_056-"));
}

}  // namespace
}  // namespace timbre::quality
