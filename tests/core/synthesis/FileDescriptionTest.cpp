#include "synthesis/FileDescription.h"

#include <gtest/gtest.h>

#include <array>

#include "audio/AudioWriter.h"
#include "spectral/PictureFile.h"
#include "support/Sentences.h"
#include "support/TemporaryFolder.h"

namespace timbre::synthesis {
namespace {

/// A description with everything that the formats might stumble over.
SynthesisRequest awkward(const std::string& model) {
  SynthesisRequest request;
  request.kind = SynthesisKind::Morph;
  SourceNote a, b;
  a.note = {"fl\xc3\xb6te (1) <&\"'> \\ )(", "aa"};
  a.soft = NoteReference{"soft", "ab"};
  a.dynamics = 0.125;
  a.weight = 0.4;
  b.note = {std::string(250, 'n'), "bb"};
  b.weight = 0.6;
  request.notes = {a, b};
  request.model = ModelReference{model, "cc"};
  request.seed = 7;
  request.program = "0.2.0";
  return request;
}

spectral::Rainbowgram smallPicture() {
  spectral::Rainbowgram picture;
  picture.bins = 24;
  picture.frames = 8;
  picture.hop = 256;
  picture.lowest = 27.5;
  picture.binsPerOctave = 12;
  picture.levelDb.assign(24 * 8, -20);
  picture.phaseAdvance.assign(24 * 8, 0.25f);
  return picture;
}

spectral::PictureFileOptions optionsFor(std::span<const SynthesisRequest> requests) {
  return {.colours = {},
          .zoom = 2,
          .title = "A title (\xc3\xa4)",
          .description = describe(requests.front()),
          .request = toJson(requests),
          .software = "Timbrescope"};
}

}  // namespace

TEST(FileDescription, IsReadBackFromEverySound) {
  const test::TemporaryFolder folder;
  for (const char* model : {"wavenet-compact", "baseline-compact"})
    for (const char* name : {"a.wav", "a.flac"}) {
      const auto request = awkward(model);
      const audio::AudioClip clip({0.5f, -0.5f}, kModelRate);
      ASSERT_TRUE(audio::writeSound(folder / name, clip, {}, tagsFor(request)));
      const auto read = requestsOfFile(folder / name);
      ASSERT_TRUE(read) << read.error().message;
      EXPECT_EQ(*read, std::vector{request}) << name;
    }
}

TEST(FileDescription, IsReadBackFromEveryPicture) {
  const test::TemporaryFolder folder;
  const std::vector requests{awkward("wavenet-compact"), awkward("baseline-compact")};
  for (const char* name : {"a.png", "a.svg", "a.PDF"}) {
    const auto written =
        spectral::writePicture(folder / name, smallPicture(), optionsFor(requests));
    ASSERT_TRUE(written) << written.error().message;
    const auto read = requestsOfFile(folder / name);
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(*read, requests) << name;
  }
}

TEST(FileDescription, OfAFileWithoutOneIsEmpty) {
  const test::TemporaryFolder folder;
  ASSERT_TRUE(audio::writeSound(folder / "a.wav", audio::AudioClip({0.5f}, kModelRate)));
  ASSERT_TRUE(spectral::writePicture(folder / "a.png", smallPicture(), {}));
  ASSERT_TRUE(spectral::writePicture(folder / "a.svg", smallPicture(), {}));
  ASSERT_TRUE(spectral::writePicture(folder / "a.pdf", smallPicture(), {}));
  for (const char* name : {"a.wav", "a.png", "a.svg", "a.pdf"})
    EXPECT_TRUE(requestsOfFile(folder / name).value().empty()) << name;
}

TEST(FileDescription, DamagedOrNewerIsASentenceThatNamesTheFile) {
  const test::TemporaryFolder folder;
  for (const auto& [from, to, code] :
       {std::tuple{"\"timbrescope\":1", "\"timbrescope\":9", ErrorCode::Unsupported},
        std::tuple{"\"weight\"", "\"weihgt\"", ErrorCode::BadFormat}}) {
    auto options = optionsFor(std::array{awkward("m")});
    options.request.replace(options.request.find(from), std::string_view(from).size(), to);
    const audio::AudioTags tags{.comment = options.request};
    ASSERT_TRUE(
        audio::writeSound(folder / "a.wav", audio::AudioClip({0.5f}, kModelRate), {}, tags));
    ASSERT_TRUE(
        audio::writeSound(folder / "a.flac", audio::AudioClip({0.5f}, kModelRate), {}, tags));
    for (const char* name : {"a.png", "a.svg", "a.pdf"})
      ASSERT_TRUE(spectral::writePicture(folder / name, smallPicture(), options));
    for (const char* name : {"a.wav", "a.flac", "a.png", "a.svg", "a.pdf"}) {
      const auto read = requestsOfFile(folder / name);
      ASSERT_FALSE(read) << name;
      EXPECT_EQ(read.error().code, code) << name;
      test::expectSentence(read.error(), folder / name);
    }
  }
}

TEST(FileDescription, OfWhatIsNeitherSoundNorPictureIsASentence) {
  const test::TemporaryFolder folder;
  test::writeText(folder / "a.txt", "some text {\"timbrescope\":1}");
  test::writeText(folder / "cut.png", "\x89PNG\r\n");
  test::writeText(folder / "empty.wav", "");
  for (const char* name : {"a.txt", "cut.png", "empty.wav", "absent.wav"}) {
    const auto read = requestsOfFile(folder / name);
    ASSERT_FALSE(read) << name;
    test::expectSentence(read.error(), folder / name);
  }
}

}  // namespace timbre::synthesis
