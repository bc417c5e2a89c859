// The dataset as it is downloaded: .tar, .tar.gz and .tfrecord.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>

#include "audio/AudioFile.h"
#include "dataset/NoteLibrary.h"
#include "support/Archives.h"
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

/// Links, members twice, and what else archives hold.
std::string tarLink(const std::string& name, const std::string& target, char kind) {
  std::string head = test::tarMember(name, "");
  head[156] = kind;
  head.replace(157, target.size(), target);
  unsigned sum = 0;
  head.replace(148, 8, 8, ' ');
  for (std::size_t i = 0; i < 512; ++i) sum += static_cast<unsigned char>(head[i]);
  char digits[8];
  std::snprintf(digits, sizeof digits, "%06o", sum);
  head.replace(148, 6, digits, 6);
  head[154] = '\0';
  return head;
}

struct TinyNote {
  TemporaryFolder folder;
  std::string id = "flute_acoustic_000-069-127";
  std::string table = "{\"flute_acoustic_000-069-127\": {}}";

  /// A sound with this peak.
  std::string wav(double level) const {
    (void)audio::writeWav(folder / "x.wav", test::sine(440, level, 200));
    return test::textOf(folder / "x.wav");
  }
  Result<NoteLibrary> open(const std::string& name, const std::string& content) const {
    if (name.ends_with(".gz"))
      test::writeGzip(folder / name, content);
    else
      test::writeText(folder / name, content);
    return tryOpen(folder / name, folder);
  }
  double peakIn(const std::string& members) const {
    const auto library = open("a.tar", members + std::string(1024, '\0'));
    if (!library) return -1;
    const auto clip = readNote(library->note(0));
    return clip ? audio::peakOf(*clip) : -2;
  }
};

TEST(PackedDataset, LinksAreFollowed) {
  const TinyNote tiny;
  const std::string sound = "d/audio/" + tiny.id + ".wav";
  const std::string table = test::tarMember("d/examples.json", tiny.table);
  const std::string wav = test::tarMember("d/real.raw", tiny.wav(0.5));
  EXPECT_NEAR(tiny.peakIn(table + wav + tarLink(sound, "d/real.raw", '1')), 0.5, 0.01) << "hard";
  EXPECT_NEAR(tiny.peakIn(table + tarLink(sound, "../real.raw", '2') + wav), 0.5, 0.01) << "soft";
  EXPECT_NEAR(
      tiny.peakIn(table + tarLink(sound, "../b", '2') + tarLink("d/b", "real.raw", '2') + wav), 0.5,
      0.01)
      << "a link to a link";
  EXPECT_EQ(tiny.peakIn(table + tarLink(sound, tiny.id + ".wav", '2')), -2) << "to itself";
  EXPECT_EQ(tiny.peakIn(table + tarLink(sound, "/etc/passwd", '2')), -2) << "out of the archive";
  EXPECT_EQ(tiny.peakIn(table + tarLink(sound, "../nowhere", '2')), -2);
}

TEST(PackedDataset, OfTwoMembersOfOneNameTheLastCounts) {
  const TinyNote tiny;
  const std::string name = "d/audio/" + tiny.id + ".wav";
  const std::string table = test::tarMember("d/examples.json", tiny.table);
  const auto sound = [&](double level) { return test::tarMember(name, tiny.wav(level)); };
  EXPECT_NEAR(tiny.peakIn(sound(0.2) + table + sound(0.7)), 0.7, 0.01);
  const std::string other =
      test::tarMember("./d/examples.json", R"({"other": {"instrument_str": "x",
    "pitch": 1, "velocity": 2, "instrument_family": 3, "instrument_source": 0}})");
  const auto library = tiny.open("b.tar", table + sound(0.2) + other + std::string(1024, '\0'));
  ASSERT_TRUE(library) << library.error().message;
  ASSERT_EQ(library->size(), 1);
  EXPECT_EQ(library->note(0).id, "other") << "also of two tables";
}

TEST(PackedDataset, NamesInOtherLettersAreFound) {
  const TinyNote tiny;
  for (const std::string name :
       {"Audio/FLUTE_acoustic_000-069-127.WAV", "x.d/flute_acoustic_000-069-127.Wav"}) {
    const std::string members = test::tarMember("d/EXAMPLES.json", tiny.table) +
                                test::tarMember("d/" + std::string(name), tiny.wav(0.5));
    EXPECT_NEAR(tiny.peakIn(members), 0.5, 0.01) << name;
  }
}

TEST(PackedDataset, AnArchiveWithoutATableIsRefusedAndSaysWhereItLooked) {
  const TinyNote tiny;
  const auto library =
      tiny.open("a.tar.gz", test::tarMember("d/a.wav", tiny.wav(0.5)) + std::string(1024, '\0'));
  ASSERT_FALSE(library);
  EXPECT_EQ(library.error().code, ErrorCode::BadFormat);
  test::expectSentence(library.error(), tiny.folder / "a.tar.gz");
  EXPECT_THAT(library.error().message, testing::HasSubstr("examples.json"));
  EXPECT_THAT(library.error().message, testing::HasSubstr("d/a.wav"));
}

TEST(PackedDataset, NoNoteAtAllIsNoSuccess) {
  const TinyNote tiny;
  for (const std::string table : {R"({"a": {}})", "[{}]"}) {
    std::filesystem::create_directories(tiny.folder / "notes");
    test::writeText(tiny.folder / "notes" / "examples.json", table);
    const auto library = tryOpen(tiny.folder / "notes", tiny.folder);
    ASSERT_FALSE(library) << table;
    EXPECT_EQ(library.error().code, ErrorCode::BadFormat);
    test::expectSentence(library.error(), tiny.folder / "notes");
  }
}

TEST(PackedDataset, AZipIsALibrary) {
  const TinyNote tiny;
  const std::string zip = test::zipOf({{"d/", ""},
                                       {"d/audio/" + tiny.id + ".wav", tiny.wav(0.5)},
                                       {"d/audio/._" + tiny.id + ".wav", "what macOS adds"},
                                       {"d/examples.json", tiny.table}});
  const auto library = tiny.open("a.zip", zip);
  ASSERT_TRUE(library) << library.error().message;
  EXPECT_TRUE(library->problems().empty());
  const auto clip = readNote(library->note(0));
  ASSERT_TRUE(clip) << clip.error().message;
  EXPECT_NEAR(audio::peakOf(*clip), 0.5, 0.01);
  EXPECT_FALSE(tiny.open("cut.zip", zip.substr(0, zip.size() / 2)));
}

TEST(PackedDataset, WhatIsCompressedOtherwiseIsUnpackedOnce) {
  const TinyNote tiny;
  const std::string tar = test::tarMember("d/examples.json", tiny.table) +
                          test::tarMember("d/audio/" + tiny.id + ".wav", tiny.wav(0.5)) +
                          std::string(1024, '\0');
  for (const auto& [name, filter] : std::vector<std::pair<std::string, test::ArchiveSetting>>{
           {"a.tar.xz", &archive_write_add_filter_xz},
           {"a.tar.bz2", &archive_write_add_filter_bzip2},
           {"a.tar.zst", &archive_write_add_filter_zstd}}) {
    const std::string bytes = test::compressed(tar, filter);
    for (int again = 0; again < 2; ++again) {
      const auto library = tiny.open(name, bytes);
      ASSERT_TRUE(library) << name << ": " << library.error().message;
      const auto clip = readNote(library->note(0));
      ASSERT_TRUE(clip) << name << ": " << clip.error().message;
      EXPECT_NEAR(audio::peakOf(*clip), 0.5, 0.01) << name;
      for (const auto& entry : std::filesystem::directory_iterator(tiny.folder / "indexes"))
        if (entry.path().extension() == ".content") std::filesystem::remove(entry.path());
    }
    const auto cut = tiny.open(name, bytes.substr(0, bytes.size() - 40));
    ASSERT_FALSE(cut) << name;
    test::expectSentence(cut.error(), tiny.folder / name);
  }
}

TEST(PackedDataset, WhatIsNoDatasetIsNamed) {
  const TinyNote tiny;
  for (const auto& [name, content, word] :
       std::vector<std::tuple<std::string, std::string, std::string>>{
           {"a.7z", "7z\xbc\xaf\x27\x1c and more", "7z"},
           {"a.rar", "Rar!\x1a\x07 and more", "RAR"},
           {"a.tar.gz", "only a text", "compressed"},
           {"a.wav", tiny.wav(0.5), "sound"}}) {
    const auto library = tiny.open(name, content);
    ASSERT_FALSE(library) << name;
    test::expectSentence(library.error(), tiny.folder / name);
    EXPECT_THAT(library.error().message, testing::HasSubstr(word));
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
