// The dataset as it is downloaded: .tar, .tar.gz and .tfrecord.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <cstring>
#include <random>

#include "audio/AudioFile.h"
#include "dataset/Gzip.h"
#include "dataset/NoteLibrary.h"
#include "support/Packed.h"
#include "support/Sentences.h"
#include "support/ToyLibrary.h"

namespace timbre::dataset {
namespace {

using test::TemporaryFolder;

Result<NoteLibrary> tryOpen(const std::filesystem::path& path, const TemporaryFolder& folder) {
  Unwatched quiet;
  return NoteLibrary::open(path, quiet, folder / "indexes");
}

/// The toy notes are those of the folder it was packed from.
void expectToyNotes(const NoteLibrary& library) {
  ASSERT_EQ(library.size(), 6);
  const auto flute = library.find("flute_acoustic_000-069-127");
  ASSERT_TRUE(flute);
  EXPECT_EQ(flute->pitch, 69);
  EXPECT_TRUE(flute->qualities[0]);
  const auto loud = readNote(*flute);
  ASSERT_TRUE(loud) << loud.error().message;
  EXPECT_EQ(loud->samples().size(), static_cast<std::size_t>(kNoteSamples));
  EXPECT_NEAR(audio::peakOf(*loud), 0.5, 1e-4);  // 16 bits
  const auto soft = readNote(*library.find("flute_acoustic_000-069-025"));
  ASSERT_TRUE(soft);
  EXPECT_NEAR(audio::peakOf(*soft), 0.1, 1e-4);
}

TEST(PackedDataset, ATarIsALibrary) {
  const TemporaryFolder folder;
  const auto archive = test::packToy(folder, "toy.tar");
  const auto library = tryOpen(archive, folder);
  ASSERT_TRUE(library) << library.error().message;
  expectToyNotes(*library);
  EXPECT_TRUE(readNote(*library->find("mallet_electronic_001-060-100"))) << "FLAC";
  EXPECT_TRUE(library->find("vocal_synthetic_004-072-127")->fileMissing);
  ASSERT_EQ(library->problems().size(), 1u);
  test::expectSentence(library->problems()[0], archive);
}

TEST(PackedDataset, ATarGzIsALibraryAlsoWhenOpenedAgain) {
  const TemporaryFolder folder;
  const auto archive = test::packToy(folder, "toy.tar.gz");
  for (int i = 0; i < 2; ++i) {
    const auto library = tryOpen(archive, folder);
    ASSERT_TRUE(library) << library.error().message;
    expectToyNotes(*library);
  }
}

TEST(PackedDataset, ATfRecordIsALibrary) {
  const TemporaryFolder folder;
  const auto file = test::recordToy(folder, "toy.tfrecord");
  const auto library = tryOpen(file, folder);
  ASSERT_TRUE(library) << library.error().message;
  EXPECT_TRUE(library->problems().empty());
  ASSERT_EQ(library->size(), 2);
  const auto note = library->find("flute_acoustic_000-069-127");
  ASSERT_TRUE(note);
  EXPECT_EQ(note->instrumentNumber, 7);
  EXPECT_TRUE(note->qualities[0]);
  const auto clip = readNote(*note);
  ASSERT_TRUE(clip) << clip.error().message;
  EXPECT_EQ(clip->samples()[3], 0.25f) << "floats are kept as they are";
}

TEST(PackedDataset, SeveralInOneFolderAreOneLibrary) {
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder / "all");
  std::filesystem::rename(test::packToy(folder, "toy.tar.gz"), folder / "all" / "b.tar.gz");
  std::filesystem::rename(test::recordToy(folder, "toy.tfrecord"), folder / "all" / "a.tfrecord");
  test::writeText(folder / "all" / "readme.txt", "hello");
  const auto library = tryOpen(folder / "all", folder);
  ASSERT_TRUE(library) << library.error().message;
  EXPECT_EQ(library->size(), 8);
  for (int i = 0; i < library->size(); ++i) EXPECT_FALSE(library->note(i).id.empty());
  EXPECT_EQ(library->select({.text = "flute"}).size(), 4u);
  const auto loudestFirst = library->select({}, {NoteOrder::Velocity, true});
  EXPECT_EQ(library->note(loudestFirst.front()).velocity, 127);
  EXPECT_EQ(library->note(loudestFirst.back()).velocity, 25);
}

TEST(Gzip, CanBeEnteredAtEveryPointThatWasKept) {
  const TemporaryFolder folder;
  std::mt19937 random(1);
  std::string content(30u << 20, '\0');  // three points
  for (char& c : content) c = static_cast<char>(random() % 7);
  test::writeGzip(folder / "a.gz", content);
  std::vector<GzipPoint> points;
  const auto whole =
      openGzip(folder / "a.gz", {}, [&](const GzipPoint& p) { points.push_back(p); });
  std::string read(content.size() + 1, '\0');
  std::size_t got = 0;
  while (const auto more = whole->read(std::span(read).subspan(got))) got += more;
  EXPECT_EQ(got, content.size());
  ASSERT_EQ(points.size(), 3u);
  for (const GzipPoint& point : points) {
    std::string some(100000, '\0');
    const auto middle = openGzip(folder / "a.gz", point, {});
    for (std::size_t have = 0; have < some.size();)
      have += middle->read(std::span(some).subspan(have));
    EXPECT_EQ(some, content.substr(point.out, some.size()));
  }
}

/// Some lengths and some bytes of a small file (test_damage tries all of them on the readers
/// alone): opening never crashes nor hangs, and what it opens can be read through.
void expectToSurvive(const std::string& bytes, const char* name, std::size_t step) {
  const TemporaryFolder folder;
  const auto judge = [&](const std::string& changed) {
    test::writeText(folder / name, changed);
    const TemporaryFolder indexes;
    Unwatched quiet;
    const auto library = NoteLibrary::open(folder / name, quiet, indexes.path());
    if (!library) return;
    for (const auto& note : library->notes()) (void)readNote(note);
  };
  for (std::size_t length = 0; length < bytes.size(); length += step)
    judge(bytes.substr(0, length));
  for (std::size_t at = 0; at < bytes.size(); at += step) {
    std::string flipped = bytes;
    flipped[at] = static_cast<char>(flipped[at] ^ (at % 3 == 0 ? 0xff : at % 3 == 1 ? 0x01 : 0x80));
    judge(flipped);
  }
}

TEST(PackedDataset, DamageToATfRecordIsSurvived) {
  const TemporaryFolder folder;
  const std::string bytes = test::textOf(test::recordToy(folder, "toy.tfrecord"));
  ASSERT_LT(bytes.size(), 2000u);
  expectToSurvive(bytes, "x.tfrecord", 7);
}

TEST(PackedDataset, DamageToATarIsSurvived) {
  const TemporaryFolder folder;
  const std::string bytes = test::textOf(test::packTiny(folder, "toy.tar"));
  expectToSurvive(bytes, "x.tar", 37);
}

TEST(PackedDataset, DamageToATarGzIsSurvived) {
  const TemporaryFolder folder;
  const std::string bytes = test::textOf(test::packTiny(folder, "toy.tar.gz"));
  expectToSurvive(bytes, "x.tar.gz", 5);
}

TEST(PackedDataset, ACutArchiveIsRefusedWithASentence) {
  const TemporaryFolder folder;
  for (const char* name : {"toy.tar.gz", "toy.tfrecord"}) {
    const auto file = std::string_view(name).ends_with("gz") ? test::packToy(folder, name)
                                                             : test::recordToy(folder, name);
    const std::string bytes = test::textOf(file);
    test::writeText(file, bytes.substr(0, bytes.size() * 2 / 3));
    const auto library = tryOpen(file, folder);
    ASSERT_FALSE(library) << name;
    EXPECT_EQ(library.error().code, ErrorCode::BadFormat);
    test::expectSentence(library.error(), file);
  }
}

}  // namespace
}  // namespace timbre::dataset
