#include "dataset/TfRecord.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "dataset/NoteLibrary.h"
#include "support/Packed.h"
#include "support/Sentences.h"

namespace timbre::dataset {
namespace {

using test::feature;
using test::field;
using test::number;
using test::TemporaryFolder;

const std::string kId = "flute_acoustic_000-069-127";

std::string texts(const std::string& name, const std::string& text) {
  return feature(name, 1, field(1, text));
}

std::string floats(const std::string& name, const std::vector<float>& values) {
  const std::string bytes(reinterpret_cast<const char*>(values.data()),
                          values.size() * sizeof(float));
  return feature(name, 2, field(1, bytes));
}

std::string ints(const std::string& name, const std::vector<std::int64_t>& values) {
  std::string packed;
  for (const auto value : values) packed += test::varint(static_cast<std::uint64_t>(value));
  return feature(name, 3, field(1, packed));
}

/// What TensorFlow Datasets writes.
std::string theirNote() {
  return texts("id", kId) + number("pitch", 70) + number("velocity", 26) +
         number("instrument/label", 5) + number("instrument/family", 2) +
         number("instrument/source", 1) + number("qualities/bright", 0) +
         number("qualities/tempo-synced", 1) + number("qualities/unknown", 1) +
         floats("f0/hz", {440, 441}) + floats("audio", {0, 0.5f, -0.25f});
}

Result<NoteLibrary> opened(const std::filesystem::path& path, const TemporaryFolder& folder) {
  Unwatched quiet;
  return NoteLibrary::open(path, quiet, folder / "indexes");
}

Result<NoteLibrary> opened(const TemporaryFolder& folder, const std::string& features) {
  test::writeText(folder / "a.tfrecord", test::framed(field(1, features)));
  return opened(folder / "a.tfrecord", folder);
}

TEST(TfRecord, TheNamesOfTensorFlowDatasetsAreKnown) {
  const TemporaryFolder folder;
  const auto library = opened(folder, theirNote());
  ASSERT_TRUE(library) << library.error().message;
  const NoteInfo note = library->note(0);
  EXPECT_EQ(note.id, kId);
  EXPECT_EQ(note.instrument, "flute_acoustic_000");
  EXPECT_EQ(note.instrumentNumber, 5);
  EXPECT_EQ(note.pitch, 70);
  EXPECT_EQ(note.velocity, 26);
  EXPECT_EQ(note.family, 2);
  EXPECT_EQ(note.source, 1);
  EXPECT_EQ(note.qualities.to_string(), "1000000000");
  const auto clip = readNote(note);
  ASSERT_TRUE(clip) << clip.error().message;
  EXPECT_THAT(clip->samples(), testing::ElementsAre(0, 0.5f, -0.25f));
}

TEST(TfRecord, SoundsOfEveryKindAreRead) {
  const TemporaryFolder folder;
  const std::string note = texts("note_str", kId);
  const auto samples = [&](const std::string& audio) {
    const auto library = opened(folder, note + audio);
    EXPECT_TRUE(library) << library.error().message;
    const auto clip = readNote(library->note(0));
    return clip ? std::vector<float>(clip->samples().begin(), clip->samples().end())
                : std::vector<float>();
  };
  EXPECT_THAT(samples(ints("audio", {0, 16384, -32768})), testing::ElementsAre(0, 0.5f, -1));
  EXPECT_THAT(samples(floats("audio", {0, 16384, -32768})), testing::ElementsAre(0, 0.5f, -1))
      << "whole numbers far beyond full scale";
  EXPECT_THAT(samples(floats("audio", {0, 1, -1})), testing::ElementsAre(0, 1, -1));
  EXPECT_THAT(samples(floats("audio", {0.5f, 3, -1})), testing::ElementsAre(0.5f, 3, -1));
  ASSERT_TRUE(audio::writeWav(folder / "x.wav", audio::AudioClip({0.5f, -0.5f}, kModelRate)));
  EXPECT_EQ(samples(texts("audio", test::textOf(folder / "x.wav"))).size(), 2u);
  EXPECT_TRUE(samples(ints("audio", {0, 40000})).empty());
  EXPECT_TRUE(samples(floats("audio", {0, NAN})).empty());
  EXPECT_TRUE(samples("").empty());
}

TEST(TfRecord, OtherFeaturesAreNamedInTheRefusal) {
  const TemporaryFolder folder;
  const auto library = opened(folder, floats("audio", {0, 1}) + floats("f0_hz", {440}));
  ASSERT_FALSE(library);
  EXPECT_THAT(library.error().message, testing::HasSubstr("f0_hz"));
  EXPECT_THAT(library.error().message, testing::HasSubstr("note_str"));
  test::expectSentence(library.error(), folder / "a.tfrecord");
  test::writeText(folder / "b.tfrecord", test::framed(field(1, std::string()) + field(2, "abc")));
  const auto sequence = opened(folder / "b.tfrecord", folder);
  ASSERT_FALSE(sequence);
  EXPECT_THAT(sequence.error().message, testing::HasSubstr("SequenceExample"));
}

TEST(TfRecord, GzippedRecordsAreReadAndEnteredInTheMiddle) {
  const TemporaryFolder folder;
  std::string content;
  for (int i = 0; i < 60; ++i) {  // 15 MB: a point is kept
    const std::string id = "flute_acoustic_0" + std::to_string(10 + i) + "-069-127";
    std::vector<float> noise(64000);
    for (std::size_t k = 0; k < noise.size(); ++k)
      noise[k] = static_cast<float>((k * 7919 + static_cast<std::size_t>(i)) % 1000) / 2000;
    content += test::framed(field(1, texts("note_str", id) + floats("audio", noise)));
  }
  test::writeGzip(folder / "a.tfrecord.gz", content);
  const auto library = opened(folder / "a.tfrecord.gz", folder);
  ASSERT_TRUE(library) << library.error().message;
  ASSERT_EQ(library->size(), 60);
  for (const int i : {59, 0, 40}) {
    const auto clip = readNote(library->note(i));
    ASSERT_TRUE(clip) << clip.error().message;
    EXPECT_EQ(clip->samples()[0], static_cast<float>(i % 1000) / 2000);
  }
}

TEST(TfRecord, NumberedFilesAreOneDatasetAndMissingOnesAreTold) {
  const TemporaryFolder folder;
  const auto put = [&](const std::string& name, const std::string& id) {
    test::writeText(folder / "d" / name,
                    test::framed(field(1, texts("id", id) + floats("audio", {0.5f}))));
  };
  std::filesystem::create_directories(folder / "d");
  put("nsynth-train.tfrecord-00000-of-00003", "flute_acoustic_000-069-127");
  put("nsynth-train.tfrecord-00002-of-00003", "flute_acoustic_000-070-127");
  const auto library = opened(folder / "d", folder);
  ASSERT_TRUE(library) << library.error().message;
  EXPECT_EQ(library->size(), 2);
  ASSERT_EQ(library->problems().size(), 1u);
  EXPECT_THAT(library->problems()[0].message, testing::HasSubstr("2 of 3"));
  for (const auto& note : library->notes()) EXPECT_TRUE(readNote(note)) << note.id;
  const auto one = opened(folder / "d" / "nsynth-train.tfrecord-00002-of-00003", folder);
  ASSERT_TRUE(one) << one.error().message;
  EXPECT_EQ(one->size(), 1);
}

TEST(TfRecord, ADatasetFurtherDownIsFound) {
  const TemporaryFolder folder;
  const auto deep = folder / "tensorflow_datasets" / "nsynth" / "full" / "2.3.3";
  std::filesystem::create_directories(deep);
  std::filesystem::create_symlink("..", deep / "loop");
  test::writeText(deep / "nsynth-test.tfrecord-00000-of-00001",
                  test::framed(field(1, theirNote())));
  const auto library = opened(folder / "tensorflow_datasets", folder);
  ASSERT_TRUE(library) << library.error().message;
  EXPECT_EQ(library->size(), 1);
}

}  // namespace
}  // namespace timbre::dataset
