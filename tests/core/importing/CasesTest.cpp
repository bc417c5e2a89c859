// Files modelled on what people report of other programs: what is right is told by the README of
// each folder. They are not part of this repository; where they are absent, the tests are skipped.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "importing/ImportSound.h"
#include "support/Sentences.h"

namespace timbre::importing {
namespace {

namespace fs = std::filesystem;

const fs::path kCases = TIMBRE_EXTERNAL "/../cases";

Result<ImportedSound> imported(const fs::path& path) {
  Unwatched quiet;
  return importSound(path, quiet);
}

std::set<fs::path> filesIn(const char* folder) {
  std::set<fs::path> files;
  std::error_code code;
  for (const auto& entry : fs::directory_iterator(kCases / folder, code))
    if (entry.is_regular_file() && entry.path().filename() != "README" &&
        entry.path().extension() != ".json")
      files.insert(entry.path());
  return files;
}

struct Folder {
  const char* name;
  int key;
  double seconds;  ///< of the recording, at least
};

class Cases : public testing::TestWithParam<Folder> {};

TEST_P(Cases, EachFileIsReadToItsEndOrSaidToBeCut) {
  const auto& [name, key, seconds] = GetParam();
  if (!fs::exists(kCases / name)) GTEST_SKIP() << "no " << kCases / name;
  int tried = 0;
  for (const fs::path& file : filesIn(name)) {
    const auto sound = imported(file);
    ++tried;
    if (fs::file_size(file) == 0) {  // layer2.mp3 holds nothing
      ASSERT_FALSE(sound) << file;
      test::expectSentence(sound.error(), file);
      EXPECT_THAT(sound.error().message, testing::HasSubstr("is empty"));
      continue;
    }
    const bool cut = file.filename().string().find("cut") != std::string::npos;
    if (!sound) {
      test::expectSentence(sound.error(), file);
      EXPECT_TRUE(cut) << sound.error().message;
      EXPECT_THAT(sound.error().message, testing::HasSubstr("cut short"));
      continue;
    }
    if (cut) {
      ASSERT_FALSE(sound->remarks.empty()) << file;
      EXPECT_THAT(sound->remarks[0], testing::HasSubstr("cut short"));
    } else {
      EXPECT_GE(sound->segmentation.seconds, seconds) << file;
    }
    ASSERT_TRUE(sound->heard) << file;
    const bool other = file.filename().string().starts_with("b.");  // E5 stands beside A4 there
    EXPECT_EQ(sound->heard->key(), other ? 76 : key) << file;
  }
  EXPECT_GT(tried, 0);
}

INSTANTIATE_TEST_SUITE_P(
    Readers, Cases,
    testing::Values(Folder{"01-flac-length-unknown", 69, 1.45},
                    Folder{"03-wav-wrong-lengths", 69, 1.49}, Folder{"04-wav-odd-chunks", 69, 0.67},
                    Folder{"06-wav-encodings", 69, 0.99}, Folder{"07-rf64-bw64-w64", 69, 1.49},
                    Folder{"09-ogg", 69, 1.45}, Folder{"10-mp3", 69, 1.4},
                    Folder{"28-mp3-length", 69, 3.9}, Folder{"13-float-not-normalised", 69, 0.9}));

TEST(CasesOfLevel, OneHeldNoteIsOneSound) {
  if (!fs::exists(kCases)) GTEST_SKIP() << "no " << kCases;
  for (const fs::path& file : filesIn("14-tremolo")) {
    const auto sound = imported(file);
    ASSERT_TRUE(sound) << sound.error().message;
    EXPECT_EQ(sound->segmentation.sounds.size(), 1u) << file;
    EXPECT_GT(sound->end - sound->start, 3.7) << file;
  }
}

TEST(CasesOfLevel, AQuietNoteIsHeard) {
  if (!fs::exists(kCases)) GTEST_SKIP() << "no " << kCases;
  for (const fs::path& file : filesIn("12-very-quiet")) {
    const auto sound = imported(file);
    const bool hiss = file.filename().string().starts_with("hiss");
    EXPECT_EQ(sound.has_value(), !hiss) << (sound ? file.string() : sound.error().message);
  }
}

TEST(CasesOfLevel, ASwellKeepsItsGrowth) {
  if (!fs::exists(kCases)) GTEST_SKIP() << "no " << kCases;
  for (const fs::path& file : filesIn("32-swell")) {
    const auto sound = imported(file);
    ASSERT_TRUE(sound) << sound.error().message;
    const std::string name = file.filename().string();
    const double grows = name.find("after") != std::string::npos ? 1 : 0;
    const double length = std::stod(name.substr(6));
    const double kept = name.find("quadratic") != std::string::npos ? 0.0316 : 0.001;  // -60 dB
    EXPECT_NEAR(sound->start, grows + kept * length, 0.06) << file;
  }
}

TEST(CasesOfPitch, SureAnswersAreRight) {
  const fs::path folder = kCases / "30-pitch";
  if (!fs::exists(folder)) GTEST_SKIP() << "no " << folder;
  nlohmann::json keys;
  std::ifstream(folder / "keys.json") >> keys;
  int sure = 0;
  int right = 0;
  for (const auto& [name, key] : keys.items()) {
    const auto sound = imported(folder / (name + ".wav"));
    ASSERT_TRUE(sound) << sound.error().message;
    if (!sound->heard || sound->heard->confidence < 0.9 || key.get<int>() < -1) continue;
    ++sure;
    right += std::abs(sound->heard->pitch.value - key.get<int>()) <= 0.5;
    if (key.get<int>() == -1) ADD_FAILURE() << name << " has no pitch to be sure of";
  }
  EXPECT_GE(sure, 10);
  EXPECT_GE(right, 0.85 * sure);
}

}  // namespace
}  // namespace timbre::importing
