#include "synthesis/Lead.h"

#include <gtest/gtest.h>

namespace timbre::synthesis {
namespace {

/// So many seconds in which the device always finds `left` before the next samples come.
void play(Lead& lead, double& now, double seconds, double left) {
  for (const double end = now + seconds; now < end; now += 0.002) lead.saw(left, now);
}

TEST(Lead, StaysWhereItIsEnough) {
  Lead lead(0.07);
  double now = 0;
  play(lead, now, 100, 0.02);
  EXPECT_EQ(lead.now(), 0.07);
}

TEST(Lead, GrowsEachTimeItNearlyRanDry) {
  Lead lead(0.07);
  EXPECT_TRUE(lead.saw(0.001, 1));
  EXPECT_NEAR(lead.now(), 0.105, 1e-9);
  EXPECT_TRUE(lead.saw(0, 1.1));
  EXPECT_NEAR(lead.now(), 0.1575, 1e-9);
}

TEST(Lead, NeverExceedsWhatOneCanPlayBy) {
  Lead lead(0.12);
  for (int i = 0; i < 50; ++i) lead.saw(0, i);
  EXPECT_EQ(lead.now(), Lead::kMost);
  EXPECT_FALSE(lead.saw(0, 51));
}

TEST(Lead, ShrinksAgainWhenSoMuchIsNotNeeded) {
  Lead lead(0.07);
  double now = 0;
  for (int i = 0; i < 5; ++i) lead.saw(0, now += 0.1);
  const double grown = lead.now();
  EXPECT_GT(grown, 0.3);
  play(lead, now, 6, grown - 0.02);
  EXPECT_EQ(lead.now(), grown);  // not at once
  play(lead, now, 100, 0.3);
  EXPECT_EQ(lead.now(), 0.07);
}

TEST(Lead, DoesNotShrinkWhileMostOfItIsNeededNowAndThen) {
  Lead lead(0.07);
  double now = 0;
  for (int i = 0; i < 3; ++i) lead.saw(0, now += 0.1);
  const double grown = lead.now();
  for (int i = 0; i < 30; ++i) {
    play(lead, now, 1, grown - 0.01);
    lead.saw(0.3 * grown, now);
  }
  EXPECT_EQ(lead.now(), grown);
}

}  // namespace
}  // namespace timbre::synthesis
