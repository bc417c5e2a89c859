#include "corpus/TrainingPack.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <csignal>
#include <cstring>
#include <limits>

#include "base/Units.h"
#include "corpus/PackWriter.h"
#include "sampler/MuLaw.h"
#include "support/Impatient.h"
#include "support/Sentences.h"
#include "support/TemporaryFolder.h"

namespace timbre::corpus {
namespace {

using test::TemporaryFolder;

/// A note that begins with a ramp of its own and is shorter than a note of the pack.
std::vector<float> ramp(int number) {
  std::vector<float> samples(100);
  for (std::size_t i = 0; i < samples.size(); ++i)
    samples[i] = static_cast<float>(number) / 16 - static_cast<float>(i) / 200;
  return samples;
}

Label labelOf(int number, int instrument) {
  Label label;
  label.pitch = 40 + number;
  label.velocity = 127 - number;
  label.family = number % 11;
  label.source = number % 3;
  label.qualities = static_cast<unsigned long>(number * 37 % 1024);
  label.instrument = instrument;
  label.split = static_cast<Split>(number % kSplits);
  return label;
}

/// `notes` notes of two instruments, numbered from `first`.
TrainingPack packOf(const std::filesystem::path& path, int notes, int first = 0) {
  const auto written = writePack(path, [&](PackWriter& writer) -> Result<void> {
    for (int i = first; i < first + notes; ++i) {
      const Instrument who{i % 2 ? "organ" : "flute", i % 2 ? "0:19" : "0:73"};
      if (auto added = writer.add(labelOf(i, writer.instrument(who)), ramp(i)); !added)
        return added;
    }
    return {};
  });
  EXPECT_TRUE(written) << written.error().message;
  auto pack = TrainingPack::open(path);
  EXPECT_TRUE(pack) << pack.error().message;
  return *pack;
}

TEST(TrainingPack, GivesBackEveryNoteAndLabel) {
  const TemporaryFolder folder;
  const TrainingPack pack = packOf(folder / "a.safetensors", 7);
  ASSERT_EQ(pack.notes(), 7);
  for (int i = 0; i < 7; ++i) {
    EXPECT_EQ(pack.label(i), labelOf(i, i % 2)) << i;
    const auto note = pack.note(i).value();
    ASSERT_EQ(note.size(), static_cast<std::size_t>(kNoteSamples));
    const auto samples = ramp(i);
    for (std::size_t s = 0; s < samples.size(); ++s)
      ASSERT_EQ(note[s], sampler::muLawClass(samples[s])) << i << " at " << s;
    EXPECT_EQ(note[100], 128) << "silence follows a short sound";
    EXPECT_EQ(note.back(), 128);
  }
  ASSERT_EQ(pack.instruments().size(), 2u);
  EXPECT_EQ(pack.instruments()[1], (Instrument{"organ", "0:19"}));
}

TEST(TrainingPack, NamesTheNotesOfEachSplitAndSaysWhenThereAreNone) {
  const TemporaryFolder folder;
  EXPECT_EQ(*packOf(folder / "a.safetensors", 7).of(Split::HeldOut), (std::vector{1, 4}));
  const auto none = packOf(folder / "b.safetensors", 2).of(Split::Unseen);
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, ErrorCode::BadFormat);
  test::expectSentence(none.error(), folder / "b.safetensors");
}

TEST(TrainingPack, StaysReadableWhenItsFileIsReplaced) {
  const TemporaryFolder folder;
  const TrainingPack before = packOf(folder / "a.safetensors", 3);
  packOf(folder / "a.safetensors", 1, 9);
  EXPECT_EQ(before.label(2), labelOf(2, 0));
  EXPECT_EQ(before.note(2).value()[0], sampler::muLawClass(ramp(2)[0]));
}

TEST(TrainingPack, GivesBackAnyPartOfANote) {
  const TemporaryFolder folder;
  const TrainingPack pack = packOf(folder / "a.safetensors", 3);
  const auto whole = pack.note(2).value();
  for (const int from : {0, 7, kNoteSamples - 50}) {
    std::vector<std::uint8_t> part(50);
    ASSERT_TRUE(pack.read(2, from, part));
    EXPECT_TRUE(std::equal(part.begin(), part.end(), whole.begin() + from)) << from;
  }
}

TEST(TrainingPack, SaysThatItsFileWasShortenedOrWrittenTo) {
  const TemporaryFolder folder;
  const auto path = folder / "a.safetensors";
  std::vector<std::uint8_t> part(3000);
  const auto expectRefused = [&](const TrainingPack& pack) {
    const auto read = pack.read(1, 0, part);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, ErrorCode::BadFormat);
    test::expectSentence(read.error(), path);
    EXPECT_FALSE(pack.note(0));
  };
  const TrainingPack shortened = packOf(path, 3);
  std::filesystem::resize_file(path, 5000);
  expectRefused(shortened);
  const TrainingPack written = packOf(path, 3);
  {
    std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
    file.seekp(90000).put('x');
  }
  // A clock that is too coarse to tell the two writes apart is not what is tested.
  std::filesystem::last_write_time(
      path, std::filesystem::last_write_time(path) + std::chrono::seconds(1));
  expectRefused(written);
  const TrainingPack longer = packOf(path, 3);
  std::filesystem::resize_file(path, 900000);
  expectRefused(longer);
}

TEST(TrainingPack, RefusesAFileCutShortAnywhere) {
  const TemporaryFolder folder;
  packOf(folder / "whole", 2);
  const std::string whole = test::textOf(folder / "whole");
  for (const std::size_t size :
       {std::size_t{0}, std::size_t{7}, std::size_t{100}, std::size_t{4095}, std::size_t{4096},
        std::size_t{70000}, whole.size() - 100, whole.size() - 1}) {
    test::writeText(folder / "cut", whole.substr(0, size));
    const auto pack = TrainingPack::open(folder / "cut");
    ASSERT_FALSE(pack) << size;
    EXPECT_EQ(pack.error().code, ErrorCode::BadFormat);
    test::expectSentence(pack.error(), folder / "cut");
  }
}

TEST(TrainingPack, SurvivesEveryFlippedByteOfHeaderAndLabels) {
  const TemporaryFolder folder;
  packOf(folder / "whole", 2);
  const std::string whole = test::textOf(folder / "whole");
  test::writeText(folder / "bent", whole);
  const auto put = [&](std::size_t at, char byte) {
    std::fstream file(folder / "bent", std::ios::binary | std::ios::in | std::ios::out);
    file.seekp(static_cast<std::streamoff>(at)).put(byte);
  };
  const auto tryWith = [&](std::size_t at, char mask) {
    put(at, static_cast<char>(whole[at] ^ mask));
    if (const auto pack = TrainingPack::open(folder / "bent"); !pack)
      test::expectSentence(pack.error(), folder / "bent");
    else
      for (int i = 0; i < pack->notes(); ++i) {
        EXPECT_TRUE(pack->note(i)) << at;
        EXPECT_LT(static_cast<std::size_t>(pack->label(i).instrument), pack->instruments().size());
      }
    put(at, whole[at]);
  };
  // The text of the header ends long before its padding does.
  const std::size_t text = whole.find("  ");
  for (std::size_t at = 0; at < text; at += 3)
    for (const char mask : {'\x01', '\x80'}) tryWith(at, mask);
  const std::size_t labels = 4096 + 2 * std::size_t{kNoteSamples};
  for (std::size_t at = labels; at < whole.size(); ++at) tryWith(at, '\x80');
}

TEST(TrainingPack, RefusesOffsetsThatLie) {
  const TemporaryFolder folder;
  packOf(folder / "whole", 2);
  const std::string whole = test::textOf(folder / "whole");
  const auto with = [&](const std::string& what, const std::string& by) {
    std::string bytes = whole;
    const auto at = bytes.find(what);
    EXPECT_NE(at, std::string::npos) << what;
    bytes.replace(at, what.size(), by);
    test::writeText(folder / "lie", bytes);
    return TrainingPack::open(folder / "lie");
  };
  EXPECT_FALSE(with("[0,128000]", "[8,128008]"));
  EXPECT_FALSE(with("[2,64000]", "[1,64000]"));
  EXPECT_FALSE(with("[2,64000]", "[4,32000]")) << "notes of another length are no notes";
  EXPECT_FALSE(with("\"U16\"", "\"I16\""));
  EXPECT_FALSE(with("timbre-pack", "timbre-sack"));
  const auto newer = with("\"version\":\"1\"", "\"version\":\"2\"");
  ASSERT_FALSE(newer);
  EXPECT_EQ(newer.error().code, ErrorCode::Unsupported);
}

TEST(TrainingPack, SaysThatAFileIsNotThereOrIsNoFile) {
  const TemporaryFolder folder;
  for (const auto& path : {folder / "nothing", folder.path()}) {
    const auto pack = TrainingPack::open(path);
    ASSERT_FALSE(pack);
    EXPECT_EQ(pack.error().code, ErrorCode::NotFound);
    test::expectSentence(pack.error(), path);
  }
}

TEST(PackWriter, RefusesNotesThatAreNoNumbersAndWritesNothingOfThem) {
  const TemporaryFolder folder;
  const auto written = writePack(folder / "a", [&](PackWriter& writer) -> Result<void> {
    const int who = writer.instrument({"flute", "0:73"});
    for (const float bad : {std::nanf(""), std::numeric_limits<float>::infinity()}) {
      const std::vector<float> samples{0.1f, bad};
      EXPECT_FALSE(writer.add(labelOf(0, who), samples));
    }
    EXPECT_EQ(writer.notes(), 0);
    return writer.add(labelOf(1, who), ramp(1));
  });
  ASSERT_TRUE(written) << written.error().message;
  const auto pack = TrainingPack::open(folder / "a");
  ASSERT_TRUE(pack);
  EXPECT_EQ(pack->notes(), 1);
  EXPECT_EQ(pack->note(0).value()[0], sampler::muLawClass(ramp(1)[0]));
}

TEST(PackWriter, LeavesNothingBehindWhenItFails) {
  const TemporaryFolder folder;
  const auto empty = writePack(folder / "a", [](PackWriter&) -> Result<void> { return {}; });
  ASSERT_FALSE(empty);
  test::expectSentence(empty.error(), folder / "a");
  EXPECT_FALSE(writePack(folder / "a", [](PackWriter&) -> Result<void> { return cancelled(); }));
  EXPECT_EQ(test::entriesIn(folder.path()), 0);
  const auto nowhere = test::belowAFile(folder);
  const auto unwritable = writePack(nowhere, [](PackWriter&) -> Result<void> { return {}; });
  ASSERT_FALSE(unwritable);
  test::expectSentence(unwritable.error(), nowhere);
}

TEST(PackWriter, SaysThatTheDiskIsFullAndLeavesThePackBeforeAsItWas) {
  const TemporaryFolder folder;
  packOf(folder / "a", 1);
  const std::string before = test::textOf(folder / "a");
  // A limit on the size of files stands for the full disk: both make a write come short.
  rlimit kept{};
  getrlimit(RLIMIT_FSIZE, &kept);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit tight{100000, kept.rlim_max};
  setrlimit(RLIMIT_FSIZE, &tight);
  const auto written = writePack(folder / "a", [](PackWriter& writer) -> Result<void> {
    for (int i = 0; i < 4; ++i)
      if (auto added = writer.add(labelOf(i, writer.instrument({"flute", ""})), ramp(i)); !added)
        return added;
    return {};
  });
  setrlimit(RLIMIT_FSIZE, &kept);
  std::signal(SIGXFSZ, handler);
  ASSERT_FALSE(written);
  test::expectSentence(written.error(), folder / "a");
  EXPECT_EQ(test::textOf(folder / "a"), before);
  EXPECT_EQ(test::entriesIn(folder.path()), 1);
}

TEST(CutAndJoin, PartsArePacksOfTheirSizeAndJoinToTheSameBytes) {
  const TemporaryFolder folder;
  const TrainingPack whole = packOf(folder / "whole.safetensors", 7);
  Unwatched quiet;
  constexpr std::uint64_t kBytes = 3 * 64011 + 5000;
  const auto parts = cut(whole, folder / "part.safetensors", kBytes, quiet);
  ASSERT_TRUE(parts) << parts.error().message;
  ASSERT_EQ(parts->size(), 3u);
  EXPECT_EQ(parts->front(), folder / "part-1-of-3.safetensors");
  std::vector<TrainingPack> packs;
  for (const auto& path : *parts) {
    EXPECT_LE(std::filesystem::file_size(path), kBytes);
    const auto part = TrainingPack::open(path);
    ASSERT_TRUE(part) << part.error().message;
    packs.push_back(*part);
  }
  const auto joined = join(packs, folder / "joined.safetensors", quiet);
  ASSERT_TRUE(joined) << joined.error().message;
  EXPECT_EQ(joined->notes, 7);
  EXPECT_EQ(joined->twice, 0);
  EXPECT_EQ(test::textOf(folder / "joined.safetensors"),
            test::textOf(folder / "whole.safetensors"));
}

TEST(CutAndJoin, ANoteThatIsThereAlreadyIsLeftOut) {
  const TemporaryFolder folder;
  const std::vector packs{packOf(folder / "a", 4), packOf(folder / "b", 4, 2)};
  Unwatched quiet;
  const auto joined = join(packs, folder / "c", quiet);
  ASSERT_TRUE(joined) << joined.error().message;
  EXPECT_EQ(joined->notes, 6);
  EXPECT_EQ(joined->twice, 2);
  EXPECT_EQ(TrainingPack::open(folder / "c")->instruments().size(), 2u);
}

TEST(CutAndJoin, RefusesPartsTooSmallForANoteAndLeavesNothingWhenCancelled) {
  const TemporaryFolder folder;
  const TrainingPack whole = packOf(folder / "whole", 7);
  Unwatched quiet;
  const auto tiny = cut(whole, folder / "part", 60000, quiet);
  ASSERT_FALSE(tiny);
  EXPECT_EQ(tiny.error().code, ErrorCode::BadFormat);
  test::Impatient impatient(4);  // in the second part
  const auto stopped = cut(whole, folder / "part", 3 * 64011 + 5000, impatient);
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().code, ErrorCode::Cancelled);
  test::Impatient later(3);
  EXPECT_FALSE(join(std::vector{whole}, folder / "joined", later));
  EXPECT_EQ(test::entriesIn(folder.path()), 1) << "only the pack itself";
}

}  // namespace
}  // namespace timbre::corpus
