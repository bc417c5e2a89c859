#include "studies/Judgement.h"

#include <gtest/gtest.h>

#include "support/Sounds.h"

namespace timbre::studies {

TEST(Judgement, aToneIsHeardAtItsKeyAndAnotherIsNot) {
  dataset::NoteInfo note;
  note.pitch = 69;
  const auto right = test::sine(440, 0.5, kNoteSamples), wrong = test::sine(500, 0.5, kNoteSamples);
  const auto own = judge(note, right, nullptr, nullptr);
  EXPECT_TRUE(own.yinRight);
  EXPECT_FALSE(own.spectralDistance);
  EXPECT_FALSE(own.pitchRight);
  const auto other = judge(note, wrong, &right, nullptr);
  EXPECT_FALSE(other.yinRight);
  EXPECT_GT(*other.spectralDistance, 1);
  EXPECT_GT(*other.mfcc, 1);
}

TEST(Judgement, sharesCountOnlyWhatIsThere) {
  std::vector<Judgement> all(3);
  all[0].pitchRight = true;
  all[1].pitchRight = false;
  const auto share = shareOf(all, [](const Judgement& j) { return j.pitchRight; });
  EXPECT_EQ(share.hits, 1);
  EXPECT_EQ(share.of, 2);
  EXPECT_EQ(shownShare({}), "–");
  EXPECT_TRUE(shownShare(share).starts_with("50.0 ("));
}

}  // namespace timbre::studies
