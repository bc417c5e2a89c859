#include "readers/TfExample.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/Packed.h"

namespace timbre::readers {
namespace {

using test::feature;
using test::field;

bool any(std::string_view) {
  return true;
}

TEST(TfExample, ListsOfEveryKindAreRead) {
  const float numbers[] = {0.5f, -2};
  const std::string floats(reinterpret_cast<const char*>(numbers), sizeof numbers);
  const auto example = parseTfExample(
      field(1, feature("a", 1, field(1, std::string("x")) + field(1, std::string("\xff"))) +
                   feature("b", 2, field(1, floats)) + feature("c", 3, field(1, test::varint(7)))),
      &any);
  ASSERT_TRUE(example);
  EXPECT_FALSE(example->sequence);
  EXPECT_THAT(example->features.at("a").bytes, testing::ElementsAre("x", "\xff"));
  EXPECT_THAT(example->features.at("b").floats, testing::ElementsAre(0.5f, -2));
  EXPECT_THAT(example->features.at("c").ints, testing::ElementsAre(7));
}

TEST(TfExample, OnlyWantedFeaturesAreKept) {
  const std::string bytes = field(1, test::number("a", 1) + test::number("b", 2));
  const auto example = parseTfExample(bytes, [](std::string_view name) { return name == "b"; });
  ASSERT_TRUE(example);
  EXPECT_EQ(example->features.size(), 1u);
}

TEST(TfExample, WhatIsNoneIsRefused) {
  EXPECT_FALSE(parseTfExample("no protocol buffer", &any));
  EXPECT_FALSE(parseTfExample("\x0a\x7f", &any)) << "a length beyond the end";
  EXPECT_TRUE(parseTfExample("", &any)->features.empty());
  EXPECT_TRUE(parseTfExample(field(1, std::string()) + field(2, std::string("x")), &any)->sequence);
}

}  // namespace
}  // namespace timbre::readers
