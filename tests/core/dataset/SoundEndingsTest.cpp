#include "dataset/SoundEndings.h"

#include <gtest/gtest.h>

namespace timbre::dataset {
namespace {

TEST(SoundEndings, AreKnownInAnyCase) {
  for (const auto* ending : {".wav", ".WAV", ".Wav", ".flac", ".FLAC", ".AIF", ".mp3"})
    EXPECT_TRUE(isSoundEnding(ending)) << ending;
  for (const auto* ending : {"", ".", "wav", ".wav ", ".json", ".wa", ".png"})
    EXPECT_FALSE(isSoundEnding(ending)) << ending;
}

TEST(SoundEndings, NamesAreComparedWithoutTheirCase) {
  EXPECT_TRUE(sameName("Examples.JSON", "examples.json"));
  EXPECT_FALSE(sameName("examples.json", "examples.jso"));
  EXPECT_FALSE(sameName("\xc3\x84", "\xc3\xa4")) << "only ASCII";
}

}  // namespace
}  // namespace timbre::dataset
