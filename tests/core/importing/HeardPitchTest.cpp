#include "importing/HeardPitch.h"

#include <gtest/gtest.h>

#include "support/Sounds.h"

namespace timbre::importing {
namespace {

TEST(HeardPitch, ATonesKeyIsHeardAndSure) {
  const auto heard = heardPitch(test::sine(440, 0.3, 48000));
  ASSERT_TRUE(heard);
  EXPECT_EQ(heard->key(), 69);
  EXPECT_NEAR(heard->cents(), 0, 10);
  EXPECT_TRUE(heard->isSure());
  EXPECT_EQ(heard->text().substr(0, 4), "A4 (");
}

TEST(HeardPitch, NoiseIsGuessedAtAndUnsure) {
  const auto heard = heardPitch(test::noise(0.5, 48000));
  ASSERT_TRUE(heard);
  EXPECT_LT(heard->confidence, 0.2);
}

TEST(HeardPitch, SilenceHasNone) {
  EXPECT_FALSE(heardPitch(test::silence(16000)));
}

TEST(HeardPitch, AnUnsureOneSaysWhatElseItMayBe) {
  const HeardPitch heard{MidiPitch(69), 0.55, MidiPitch(57), 0.3};
  EXPECT_EQ(heard.text(), "A4 (55 %), or A3 (30 %)");
  EXPECT_EQ((HeardPitch{MidiPitch(69), 0.97, MidiPitch(57), 0.02}.text()), "A4 (97 %)");
}

}  // namespace
}  // namespace timbre::importing
