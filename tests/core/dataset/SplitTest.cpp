#include "dataset/Split.h"

#include <gtest/gtest.h>

namespace timbre::dataset {
namespace {

NoteInfo note(const std::string& sampleSets, int pitch = 60) {
  NoteInfo info;
  info.instrument = "keyboard_acoustic_000";
  info.sampleSets = sampleSets;
  info.pitch = pitch;
  return info;
}

TEST(Split, InstrumentsThatShareSamplesStayOnOneSide) {
  const SplitRule rule{.unseen = {"0:7", "0:84"}, .heldOutOf = 0};
  EXPECT_EQ(splitOf(rule, note("0:7")), Split::Unseen);
  EXPECT_EQ(splitOf(rule, note("0:7 0:84")), Split::Unseen);
  EXPECT_EQ(splitOf(rule, note("0:81 0:62")), Split::Train);
  EXPECT_EQ(splitOf(rule, note("0:81 0:84")), std::nullopt) << "it belongs to both sides";
}

TEST(Split, OnePitchInSevenIsHeldOutOfKnownInstruments) {
  const SplitRule rule;
  int heldOut = 0;
  for (int pitch = 0; pitch < 126; ++pitch)
    heldOut += splitOf(rule, note("0:0", pitch)) == Split::HeldOut;
  EXPECT_EQ(heldOut, 18);
  for (int pitch = 0; pitch < 7; ++pitch) {
    EXPECT_EQ(splitOf(rule, note("0:7", pitch)), Split::Unseen);
    EXPECT_EQ(splitOf({.heldOutOf = 0}, note("0:0", pitch)), Split::Train);
    EXPECT_EQ(splitOf(rule, note("0:0 0:1", pitch)), splitOf(rule, note("0:0", pitch)))
        << "two programs of the same samples keep the same pitches back";
  }
}

TEST(Split, EveryPitchIsTrainedOnByMostInstruments) {
  for (int pitch = 21; pitch < 28; ++pitch) {
    int trained = 0;
    for (int program = 0; program < 100; ++program)
      trained +=
          splitOf({.unseen = {}}, note("0:" + std::to_string(program), pitch)) == Split::Train;
    EXPECT_NEAR(trained, 86, 14);  // four standard deviations of a fair draw
    EXPECT_LT(trained, 100) << "and some instrument keeps it back";
  }
}

TEST(Split, ATenthOfInstrumentsWithoutSampleSetsIsUnseen) {
  int unseen = 0;
  NoteInfo info = note("");
  for (int i = 0; i < 1000; ++i) {
    info.instrument = "guitar_acoustic_" + std::to_string(i);
    unseen += splitOf({}, info) == Split::Unseen;
  }
  EXPECT_NEAR(unseen, 100, 30);  // three standard deviations of a fair draw
  EXPECT_EQ(splitOf({.unseen = {"guitar_acoustic_999"}, .tenthOfOthers = false}, info),
            Split::Unseen);
}

TEST(Split, IsReadByName) {
  EXPECT_EQ(*splitNamed("train"), Split::Train);
  EXPECT_EQ(*splitNamed("held-out"), Split::HeldOut);
  EXPECT_EQ(*splitNamed(nameOf(Split::Unseen)), Split::Unseen);
  EXPECT_FALSE(splitNamed("test"));
}

}  // namespace
}  // namespace timbre::dataset
