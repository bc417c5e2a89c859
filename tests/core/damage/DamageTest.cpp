// Small files of every kind, cut at every byte and with every byte changed in several ways: each
// reader gives a value or a sentence. Under -DTIMBRE_SANITIZE=address,undefined this is a proof of
// more; in every build it shows that nothing crashes, hangs, or asks for memory that the file does
// not justify.
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>

#include "checkpoint/SSTable.h"
#include "support/LargestAllocation.h"
#include "support/Packed.h"
#include "support/Readers.h"
#include "support/SoundFiles.h"
#include "support/TemporaryFolder.h"
#include "support/ToyCheckpoint.h"

namespace timbre::test {
namespace fs = std::filesystem;

namespace {

/// The readers' own buffers are a mebibyte; beside them a file of some kilobytes needs little.
constexpr std::size_t kMostAtOnce = std::size_t{4} << 20;

/// One file takes about a millisecond: who has not read it by then hangs.
constexpr unsigned kPatience = 100;  // s

class Damage : public testing::Test {
 protected:
  ~Damage() override { ::alarm(0); }

  /// `whole` under this name must be read; then damaged in every way it must not do harm.
  void tryAll(const std::string& name, const std::string& whole, ReadFile read,
              const std::string& opened = {}) {
    const fs::path file = folder_ / name, place = opened.empty() ? file : folder_ / opened;
    writeText(file, whole);
    ASSERT_TRUE(read(place));
    largestAllocation = 0;
    int refused = 0;
    const auto attempt = [&](const std::string& bytes) {
      writeText(file, bytes);
      ::alarm(kPatience);  // ends the program
      refused += read(place) ? 0 : 1;
    };
    for (std::size_t cut = 0; cut < whole.size(); ++cut) attempt(whole.substr(0, cut));
    EXPECT_GT(refused, 0);
    for (std::size_t at = 0; at < whole.size(); ++at) {
      std::string bytes = whole;
      for (const int bits : {0x01, 0x80, 0xff}) {
        bytes[at] = static_cast<char>(whole[at] ^ bits);
        attempt(bytes);
      }
      // A length or a place that lies.
      bytes = whole;
      for (std::size_t i = at; i < std::min(at + 4, bytes.size()); ++i) bytes[i] = '\xff';
      attempt(bytes);
    }
    EXPECT_LT(largestAllocation, mostAtOnce_);
    writeText(file, whole);
    EXPECT_TRUE(read(place));
  }

  TemporaryFolder folder_;
  std::size_t mostAtOnce_ = kMostAtOnce;
};

/// Few and small tensors: what is damaged here is the description of them.
model::WaveNetConfig tiniest() {
  model::WaveNetConfig c = toyWaveNet();
  c.width = c.skip = c.aeWidth = c.z = c.layers = c.aeLayers = 1;
  return c;
}

std::string tinyWeights(const fs::path& folder) {
  std::map<std::string, model::TensorView> tensors;
  std::map<std::string, std::vector<float>> numbers;
  for (const auto& spec : model::tensorsOf(tiniest())) {
    numbers[spec.name] = toyNumbers(spec);
    tensors[spec.name] = {spec.shape, numbers[spec.name]};
  }
  EXPECT_TRUE(
      model::writeSafeTensors(folder / "made", tensors, {{"config", model::toJson(tiniest())}}));
  return textOf(folder / "made");
}

TEST_F(Damage, OfSafeTensorsIsHarmless) {
  // The header and one number more: what follows is numbers only, whose every value is possible.
  std::string two(R"({"a":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]},)"
                  R"("b":{"dtype":"BF16","shape":[],"data_offsets":[8,10]}})");
  two.resize((two.size() + 7) / 8 * 8, ' ');
  std::string small(8, '\0');
  small[0] = static_cast<char>(two.size());
  small += two + std::string(10, '\1');
  tryAll("two.safetensors", small, [](const fs::path& path) {
    const auto file = model::SafeTensors::open(path);
    return file && file->floats("a") && file->floats("b");
  });
  const std::string weights = tinyWeights(folder_.path());
  writeText(folder_ / "w.safetensors", weights);
  ASSERT_TRUE(readsSafeTensors(folder_ / "w.safetensors"));
  largestAllocation = 0;
  for (std::size_t cut = 0; cut < weights.size(); cut += 7) {
    writeText(folder_ / "w.safetensors", weights.substr(0, cut));
    EXPECT_FALSE(readsSafeTensors(folder_ / "w.safetensors")) << cut;
  }
  EXPECT_LT(largestAllocation, kMostAtOnce);
}

TEST_F(Damage, OfACheckpointsIndexIsHarmless) {
  for (const bool snappy : {false, true}) {
    auto bundle = toyBundle(tiniest(), false);
    bundle.table.snappy = snappy;
    bundle.write(folder_ / "m");
    tryAll("m.index", textOf(folder_ / "m.index"), &readsCheckpoint);
  }
}

TEST_F(Damage, OfACheckpointsNumbersIsRefused) {
  auto bundle = toyBundle(tiniest(), false);
  bundle.write(folder_ / "m");
  tryAll("m.data-00000-of-00001", textOf(folder_ / "m.data-00000-of-00001"), &readsCheckpoint,
         "m.index");
}

/// Behind a checksum that fits: what a clever file may say.
TEST_F(Damage, OfRowsUnderAFittingChecksumIsHarmless) {
  auto bundle = toyBundle(tiniest(), false);
  std::string rows;
  bundle.table.hurt = [&](std::string& block) {
    if (rows.empty()) rows = block;
  };
  bundle.write(folder_ / "m");
  const auto attempt = [&](const std::string& block) {
    bool first = true;
    bundle.table.hurt = [&](std::string& written) {
      if (std::exchange(first, false)) written = block;
    };
    bundle.write(folder_ / "m");
    return readsCheckpoint(folder_ / "m");
  };
  ASSERT_TRUE(attempt(rows));
  largestAllocation = 0;
  for (std::size_t at = 0; at < rows.size(); ++at) {
    attempt(rows.substr(0, at));
    std::string lie = rows;
    for (const int bits : {0x01, 0x80, 0xff}) {
      lie[at] = static_cast<char>(rows[at] ^ bits);
      attempt(lie);
    }
    lie = rows;
    for (std::size_t i = at; i < std::min(at + 8, lie.size()); ++i) lie[i] = '\xff';
    attempt(lie);
  }
  EXPECT_LT(largestAllocation, kMostAtOnce);
}

TEST_F(Damage, OfATarIsHarmless) {
  auto bundle = toyBundle(tiniest(), false);
  std::vector<std::pair<std::string, std::string>> members;
  for (const auto& [end, bytes] : bundle.files()) members.emplace_back("m" + end, bytes);
  const std::string tar = tarOf(members);
  writeText(folder_ / "m.tar", tar);
  ASSERT_TRUE(readsCheckpoint(folder_ / "m.tar"));
  // The heads of the members, and the bytes around them; the rest is refused by its checksums.
  std::string small = tarOf({{"m.tar", tar}});
  writeText(folder_ / "d.tar", small);
  ASSERT_TRUE(readsCheckpoint(folder_ / "d.tar"));
  largestAllocation = 0;
  for (std::size_t at = 0; at < small.size(); at += at % 1024 < 600 ? 3 : 61) {
    writeText(folder_ / "d.tar", small.substr(0, at));
    readsCheckpoint(folder_ / "d.tar");
    std::string bytes = small;
    bytes[at] = static_cast<char>(bytes[at] ^ 0x81);
    writeText(folder_ / "d.tar", bytes);
    readsCheckpoint(folder_ / "d.tar");
  }
  EXPECT_LT(largestAllocation, kMostAtOnce);
}

TEST_F(Damage, OfANumPyArrayIsHarmless) {
  ASSERT_TRUE(writeNpy(folder_ / "a.npy", std::vector<std::int64_t>{2, 3},
                       std::vector<float>{1, 2, 3, 4, 5, 6}));
  tryAll("a.npy", textOf(folder_ / "a.npy"), &readsNpy);
}

TEST_F(Damage, OfAWavIsHarmless) {
  for (const auto format : {audio::SampleFormat::S16, audio::SampleFormat::Float32}) {
    ASSERT_TRUE(audio::writeWav(folder_ / "a.wav",
                                audio::AudioClip(std::vector<float>(40, 0.25f), kModelRate), format,
                                {.title = "a title"}));
    tryAll("a.wav", textOf(folder_ / "a.wav"), &readsSound);
  }
}

TEST_F(Damage, OfASoundOfAnyFormatIsHarmless) {
  mostAtOnce_ = std::size_t{16} << 20;  // libFLAC believes the 24-bit length of a header's block
  for (const char* kind : kSoundKinds) {
    const auto made = folder_ / (std::string("made.") + kind);
    ASSERT_TRUE(writeSound(made, {sine(440, 0.4, 24, SampleRate(16000))})) << kind;
    tryAll(std::string("a.") + kind, textOf(made), &readsSound);
  }
}

TEST_F(Damage, OfATableOfNotesIsHarmless) {
  ASSERT_TRUE(dataset::writeExamplesJson(folder_.path(),
                                         std::vector{toyNote("flute_acoustic_000-069-127", {1}),
                                                     toyNote("bass_synthetic_001-040-025")}));
  tryAll("examples.json", textOf(folder_ / "examples.json"), &readsExamples);
}

TEST_F(Damage, OfTensorFlowsRecordsIsHarmless) {
  tryAll("a.tfrecord", textOf(recordToy(folder_, "toy.tfrecord")), &readsRecords);
}

/// Under a checksum that fits, where only the parser stands.
TEST_F(Damage, OfATensorFlowExampleIsHarmless) {
  const auto readsFramed = [](const fs::path& path) {
    const fs::path framedFile = path.parent_path() / "framed";
    writeText(framedFile, framed(textOf(path)));
    return readsRecords(framedFile);
  };
  tryAll("example", toyExample("flute_acoustic_000-069-127", 0.25f), readsFramed);
}

TEST_F(Damage, OfAPackedDatasetIsHarmless) {
  for (const char* name : {"a.tar", "a.tar.gz"})
    tryAll(name, textOf(packTiny(folder_, std::string("made.") + name)), &readsArchive);
}

/// In small pages: the index of one note is some kilobytes then.
TEST_F(Damage, OfAnIndexIsHarmless) {
  fs::create_directory(folder_ / "notes");
  ASSERT_TRUE(dataset::writeExamplesJson(folder_ / "notes",
                                         std::vector{toyNote("flute_acoustic_000-069-127", {1})}));
  const auto sources = dataset::findSources(folder_ / "notes");
  ASSERT_TRUE(sources);
  Unwatched quiet;
  auto made = dataset::openIndexFile(sources->sources.front(), folder_ / "indexes", quiet);
  ASSERT_TRUE(made) << made.error().message;
  made->database->run("PRAGMA journal_mode=DELETE; PRAGMA page_size=512; VACUUM");
  made->database.reset();
  mostAtOnce_ = dataset::kMostDatabaseMemory;
  tryAll("a.sqlite", textOf(made->path), &readsIndex);
}

TEST_F(Damage, AnArrayThatIsABombIsRefusedAtOnce) {
  largestAllocation = 0;
  for (const char* shape : {"(1099511627776,)", "(4294967296, 4294967296)", "(3, 1000000000)"}) {
    const std::string text =
        std::string("{'descr': '<f4', 'fortran_order': False, 'shape': ") + shape + ", }\n";
    writeText(folder_ / "a.npy", std::string("\x93NUMPY\x01\x00", 8) +
                                     static_cast<char>(text.size()) + '\0' + text + "abcd");
    EXPECT_FALSE(readsNpy(folder_ / "a.npy"));
  }
  EXPECT_LT(largestAllocation, kMostAtOnce);
}

TEST_F(Damage, ASnappyBlockThatIsABombIsRefusedAtOnce) {
  TableWriter table;
  table.hurt = [](std::string& block) { block = varint(0xffffffffu) + "x"; };
  table.snappy = true;
  const std::string bytes = table.table({{"", "x"}});
  largestAllocation = 0;
  EXPECT_FALSE(checkpoint::readSSTable(bytes, "a table"));
  EXPECT_LT(largestAllocation, kMostAtOnce);
}

}  // namespace
}  // namespace timbre::test
