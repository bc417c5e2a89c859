#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "audio/AudioFile.h"
#include "audio/Pitch.h"
#include "dataset/NoteLibrary.h"
#include "render/RenderRequest.h"
#include "support/Impatient.h"
#include "support/Sentences.h"
#include "support/Sounds.h"
#include "support/TemporaryFolder.h"

namespace timbre::render {
namespace {

using test::TemporaryFolder;

/// Two notes of a piano, two of a flute, one of a bass at the bottom.
RenderRequest smallRequest(const TemporaryFolder& folder, std::string_view out) {
  RenderRequest request;
  request.map = std::filesystem::path(TIMBRE_ASSETS) / "library" / "gm_map.csv";
  request.plan = folder / "plan.csv";
  test::writeText(
      request.plan,
      "bank,program,pitch,velocity\n0,0,69,127\n0,0,69,25\n0,73,69,127\n0,73,69,25\n0,38,36,100\n");
  request.out = folder / out;
  return request;
}

/// Name and bytes of everything in a folder.
std::map<std::string, std::string> contents(const std::filesystem::path& folder) {
  std::map<std::string, std::string> all;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
    if (entry.is_regular_file())
      all[std::filesystem::relative(entry.path(), folder).string()] = test::textOf(entry.path());
  return all;
}

class RenderLibrary : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(RenderRequest().soundFont))
      GTEST_SKIP() << "no " << RenderRequest().soundFont;
  }
  TemporaryFolder folder;
  Unwatched progress;
};

TEST_F(RenderLibrary, MakesNotesAsNSynthHasThem) {
  const auto report = renderLibrary(smallRequest(folder, "out"), progress);
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_EQ(report->notes, 5);
  EXPECT_EQ(report->instruments, 3);
  EXPECT_TRUE(report->silent.empty());
  const auto library = dataset::NoteLibrary::open(folder / "out", progress);
  ASSERT_TRUE(library) << library.error().message;
  EXPECT_TRUE(library->problems().empty());
  ASSERT_EQ(library->notes().size(), 5u);
  for (const auto& note : library->notes()) {
    const auto clip = audio::readAudio(note.file);
    ASSERT_TRUE(clip);
    EXPECT_EQ(clip->rate(), kModelRate);
    EXPECT_EQ(clip->samples().size(), static_cast<std::size_t>(kNoteSamples));
    EXPECT_NEAR(decibels(audio::peakOf(*clip)), -1, 0.001)
        << note.id;  // a 16-bit step at -1 dBFS is 0.0003 dB
  }
  const auto flute = library->find("flute_acoustic_001-069-127");
  ASSERT_TRUE(flute);
  EXPECT_EQ(flute->name, "Flute");
  EXPECT_EQ(flute->velocity, 127);
  EXPECT_FALSE(flute->qualities[3]) << "a flute does not decay";
}

TEST_F(RenderLibrary, NotesSoundAtTheirPitchAndEndAfterTheKeyIsReleased) {
  ASSERT_TRUE(renderLibrary(smallRequest(folder, "out"), progress));
  const auto library = dataset::NoteLibrary::open(folder / "out", progress);
  ASSERT_TRUE(library);
  const auto clip = dataset::readNote(*library->find("flute_acoustic_001-069-127"));
  ASSERT_TRUE(clip);
  const auto pitch = audio::estimatePitch(*clip);
  ASSERT_TRUE(pitch);
  EXPECT_NEAR(pitch->pitch.value, 69, 0.3);  // the font's own tuning and vibrato
  const auto held = clip->samples().subspan(16000, 16000);
  EXPECT_LT(test::rms(clip->samples().subspan(62000)), 0.05 * test::rms(held));
}

TEST_F(RenderLibrary, SofterNotesAreDarker) {
  ASSERT_TRUE(renderLibrary(smallRequest(folder, "out"), progress));
  const auto library = dataset::NoteLibrary::open(folder / "out", progress);
  ASSERT_TRUE(library);
  const auto fifthPartial = [&](std::string_view id) {
    const auto clip = dataset::readNote(*library->find(id));
    const auto early = clip->samples().subspan(1600, 16000);
    return decibels(test::amplitudeAt(early, 5 * 440, kModelRate) /
                    test::amplitudeAt(early, 440, kModelRate));
  };
  // 5 dB an octave over log2(5) octaves is 11.6 dB; the flute's samples are the same at both
  // velocities.
  EXPECT_NEAR(
      fifthPartial("flute_acoustic_001-069-127") - fifthPartial("flute_acoustic_001-069-025"), 11.6,
      1.0);
}

TEST_F(RenderLibrary, TheSameRequestGivesTheSameBytesWhateverTheThreads) {
  auto once = smallRequest(folder, "once");
  once.threads = 1;
  auto again = smallRequest(folder, "again");
  again.threads = 1;
  auto threaded = smallRequest(folder, "threaded");
  threaded.threads = 3;
  ASSERT_TRUE(renderLibrary(once, progress));
  ASSERT_TRUE(renderLibrary(again, progress));
  ASSERT_TRUE(renderLibrary(threaded, progress));
  const auto first = contents(once.out);
  EXPECT_EQ(first.size(), 6u);
  EXPECT_EQ(contents(again.out), first);
  EXPECT_EQ(contents(threaded.out), first);
}

TEST_F(RenderLibrary, ANoteIsTheSameWhateverWasRenderedBesidesIt) {
  ASSERT_TRUE(renderLibrary(smallRequest(folder, "all"), progress));
  auto alone = smallRequest(folder, "alone");
  alone.instruments = {"Flute"};
  ASSERT_TRUE(renderLibrary(alone, progress));
  const std::string name = "audio/flute_acoustic_001-069-025.flac";
  EXPECT_EQ(contents(alone.out)[name], contents(folder / "all")[name]);
}

TEST_F(RenderLibrary, TheStarterLibrarysNotesComeOutAgain) {
  const auto starter =
      dataset::NoteLibrary::open(std::filesystem::path(TIMBRE_ASSETS) / "library", progress);
  ASSERT_TRUE(starter);
  auto request = smallRequest(folder, "out");
  test::writeText(request.plan, "bank,program,pitch,velocity\n0,108,60,25\n0,6,60,100\n");
  ASSERT_TRUE(renderLibrary(request, progress));
  const auto library = dataset::NoteLibrary::open(request.out, progress);
  ASSERT_TRUE(library);
  for (const auto& note : library->notes()) {
    const auto shipped = starter->find(note.id);
    ASSERT_TRUE(shipped) << note.id;
    EXPECT_EQ(shipped->qualities, note.qualities);
    const auto ours = dataset::readNote(note);
    const auto theirs = dataset::readNote(*shipped);
    ASSERT_TRUE(ours && theirs);
    // Two 16-bit steps: another processor may round the filters otherwise.
    EXPECT_THAT(ours->samples(),
                testing::Pointwise(testing::FloatNear(2.0f / 32768), theirs->samples()));
  }
}

TEST_F(RenderLibrary, WavIsWrittenWhenAskedFor) {
  auto request = smallRequest(folder, "out");
  request.kind = FileKind::Wav;
  request.instruments = {"0:38"};
  ASSERT_TRUE(renderLibrary(request, progress));
  EXPECT_THAT(contents(request.out),
              testing::Contains(testing::Key("audio/bass_synthetic_000-036-100.wav")));
}

TEST_F(RenderLibrary, WhatTheFontDoesNotHaveIsLeftOutAndSaid) {
  auto request = smallRequest(folder, "out");
  request.map = folder / "map.csv";
  test::writeText(request.map,
                  "bank,program,name,family,source,low,high\n0,73,Flute,flute,acoustic,60,72\n99,5,"
                  "Ghost,vocal,synthetic,60,72\n");
  test::writeText(request.plan, "bank,program,pitch,velocity\n0,73,69,127\n99,5,60,100\n");
  const auto report = renderLibrary(request, progress);
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_EQ(report->notes, 1);
  EXPECT_THAT(report->silent, testing::ElementsAre("vocal_synthetic_000-060-100"));

  request.out = folder / "nothing";
  request.instruments = {"Ghost"};
  const auto nothing = renderLibrary(request, progress);
  ASSERT_FALSE(nothing);
  test::expectSentence(nothing.error(), request.soundFont);
  EXPECT_FALSE(std::filesystem::exists(request.out)) << "nothing half-done is left";
}

TEST_F(RenderLibrary, CancellingLeavesNothing) {
  const auto request = smallRequest(folder, "out");
  test::Impatient impatient(0);
  const auto report = renderLibrary(request, impatient);
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().code, ErrorCode::Cancelled);
  EXPECT_FALSE(std::filesystem::exists(request.out));
}

/// Cancels as soon as a folder holds a file.
class UntilAFile final : public Progress {
 public:
  explicit UntilAFile(std::filesystem::path folder) : folder_(std::move(folder)) {}
  void advanced(double) override {}
  bool cancelled() const override {
    for (const auto& entry : std::filesystem::directory_iterator(folder_))
      if (!entry.path().filename().string().starts_with('.')) return true;
    return false;
  }

 private:
  std::filesystem::path folder_;
};

TEST_F(RenderLibrary, WhatWasInterruptedGoesOnToTheSameBytes) {
  auto request = smallRequest(folder, "out");
  request.threads = 1;
  request.plan = folder / "long.csv";
  std::string plan = "bank,program,pitch,velocity\n";
  for (int pitch = 60; pitch < 90; ++pitch) plan += "0,73," + std::to_string(pitch) + ",100\n";
  test::writeText(request.plan, plan);
  auto whole = request;
  whole.out = folder / "whole";
  ASSERT_TRUE(renderLibrary(whole, progress));

  request.resumable = true;
  UntilAFile soon(request.out / "audio");
  const auto stopped = renderLibrary(request, soon);
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().code, ErrorCode::Cancelled);
  const auto made = test::entriesIn(request.out / "audio");
  EXPECT_GT(made, 0);
  EXPECT_LT(made, 30);
  // As if killed in the middle of a line and of a file.
  std::ofstream(request.out / "render.journal", std::ios::app) << "flute_acoustic_001-0";
  test::writeText(request.out / "audio" / ".half.part1.flac", "half");

  auto other = request;
  other.kind = FileKind::Wav;
  const auto refused = renderLibrary(other, progress);
  ASSERT_FALSE(refused) << "another request must not mix its notes in";
  test::expectSentence(refused.error(), request.out);

  const auto report = renderLibrary(request, progress);
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_EQ(report->notes, 30);
  EXPECT_EQ(contents(request.out), contents(whole.out));
}

TEST_F(RenderLibrary, OnlyTheNotesOfASplitAreMade) {
  auto request = smallRequest(folder, "out");
  request.split = dataset::Split::HeldOut;
  request.splits.heldOutOf = 1;  // every pitch
  request.splits.unseen = {"0:73"};
  const auto report = renderLibrary(request, progress);
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_EQ(report->notes, 3) << "the piano's and the bass's; the flute is unseen";
  request.split = dataset::Split::Unseen;
  request.out = folder / "unseen";
  EXPECT_EQ(renderLibrary(request, progress)->notes, 2);
}

TEST_F(RenderLibrary, NotesComeInOrderWithoutAFolder) {
  auto request = smallRequest(folder, "none");
  request.threads = 3;
  std::vector<std::string> ids;
  const auto report = renderNotes(
      request,
      [&](const dataset::NoteInfo& note, const audio::AudioClip& sound) -> Result<void> {
        EXPECT_EQ(sound.samples().size(), static_cast<std::size_t>(kNoteSamples));
        ids.push_back(note.id);
        return {};
      },
      progress);
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_THAT(ids,
              testing::ElementsAre("keyboard_acoustic_000-069-127", "keyboard_acoustic_000-069-025",
                                   "flute_acoustic_001-069-127", "flute_acoustic_001-069-025",
                                   "bass_synthetic_000-036-100"));
  EXPECT_FALSE(std::filesystem::exists(request.out));
  const auto failed = renderNotes(
      request,
      [](const dataset::NoteInfo&, const audio::AudioClip&) -> Result<void> {
        return fail(ErrorCode::Internal, "full");
      },
      progress);
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().message, "full");
}

TEST_F(RenderLibrary, AFolderThatHoldsNotesIsNotTouched) {
  const auto request = smallRequest(folder, "out");
  std::filesystem::create_directory(request.out);
  test::writeText(request.out / "examples.json", "{}");
  const auto report = renderLibrary(request, progress);
  ASSERT_FALSE(report);
  test::expectSentence(report.error(), request.out);
  EXPECT_EQ(test::textOf(request.out / "examples.json"), "{}");
  EXPECT_EQ(test::entriesIn(request.out), 1);
}

TEST_F(RenderLibrary, AFolderThatCannotBeMadeIsNamed) {
  auto request = smallRequest(folder, "out");
  request.out = test::belowAFile(folder);
  const auto report = renderLibrary(request, progress);
  ASSERT_FALSE(report);
  test::expectSentence(report.error(), request.out);
}

TEST_F(RenderLibrary, ProgressRisesToTheEnd) {
  test::Listener listener;
  ASSERT_TRUE(renderLibrary(smallRequest(folder, "out"), listener));
  EXPECT_TRUE(std::is_sorted(listener.told.begin(), listener.told.end()));
  EXPECT_EQ(listener.told.back(), 1);
}

TEST(RenderLibraryWithoutAFont, SaysWhichPackageBringsOne) {
  const TemporaryFolder folder;
  Unwatched progress;
  auto request = smallRequest(folder, "out");
  request.soundFont = folder / "none.sf2";
  const auto missing = renderLibrary(request, progress);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::NotFound);
  EXPECT_THAT(missing.error().message, testing::HasSubstr("fluid-soundfont-gm"));
  test::expectSentence(missing.error(), request.soundFont);
  test::writeText(request.soundFont, "this is no SoundFont, whatever it is called");
  const auto wrong = renderLibrary(request, progress);
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().code, ErrorCode::BadFormat);
  test::expectSentence(wrong.error(), request.soundFont);
  EXPECT_FALSE(std::filesystem::exists(request.out));
}

}  // namespace
}  // namespace timbre::render
