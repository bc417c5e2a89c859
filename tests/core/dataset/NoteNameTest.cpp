#include "dataset/NoteName.h"

#include <gtest/gtest.h>

#include "dataset/NoteInfo.h"

namespace timbre::dataset {
namespace {

TEST(NoteName, IsSplitFromTheRight) {
  const auto name = parseNoteName("synth_lead_synthetic_004-060-127");
  ASSERT_TRUE(name);
  EXPECT_EQ(name->instrument, "synth_lead_synthetic_004");
  EXPECT_EQ(name->pitch, 60);
  EXPECT_EQ(name->velocity, 127);
  EXPECT_EQ(kFamilies[static_cast<std::size_t>(name->family)], "synth_lead");
  EXPECT_EQ(kSources[static_cast<std::size_t>(name->source)], "synthetic");
}

TEST(NoteName, AnythingElseIsNone) {
  for (const auto* other : {"",
                            "-",
                            "---",
                            "a-b-c",
                            "flute_acoustic_000",
                            "flute_acoustic_000-060",
                            "flute_acoustic-060-100",
                            "flute_000-060-100",
                            "horn_acoustic_000-060-100",
                            "flute_wooden_000-060-100",
                            "flute_acoustic_000-128-100",
                            "flute_acoustic_000--1-100",
                            "flute_acoustic_000-060-abc",
                            "_acoustic_000-060-100",
                            "__-1-1",
                            "REC-2026-05-17",
                            "2026-05-17_12-30-05",
                            "guitar_60-127",
                            "piano-C2-120",
                            "take-060-100",
                            "guitar_acoustic_2026-05-17",
                            "guitar_acoustic_000-060-10a"})
    EXPECT_FALSE(parseNoteName(other)) << other;
}

}  // namespace
}  // namespace timbre::dataset
