#include "readers/JsonLayout.h"

#include <gtest/gtest.h>

namespace timbre::readers {
namespace {

constexpr EntryFields kFields{
    [](std::string_view name) { return name == "pitch" || name == "tags"; },
    [](std::string_view name) { return name == "tags"; }, "name"};

JsonLayout layoutOf(std::string_view head) {
  return jsonLayoutOf(head, kFields);
}

TEST(JsonLayout, IsToldByTheFirstWords) {
  EXPECT_EQ(layoutOf(R"({"a": {"pitch": 3}})"), JsonLayout::Object);
  EXPECT_EQ(layoutOf("{}"), JsonLayout::Object);
  EXPECT_EQ(layoutOf("{"), JsonLayout::Object);
  EXPECT_EQ(layoutOf(R"([{"pitch": 3}])"), JsonLayout::List);
  EXPECT_EQ(layoutOf(R"({"pitch": 3})"), JsonLayout::Lines);
  EXPECT_EQ(layoutOf(R"({"tags": ["x"]})"), JsonLayout::Lines);
  EXPECT_EQ(layoutOf(R"({"tags": [["x"], ["y"]]})"), JsonLayout::Columns);
  EXPECT_EQ(layoutOf(R"({"pitch": [3, 4]})"), JsonLayout::Columns);
  EXPECT_EQ(layoutOf(R"({"pitch": {"a": 3}})"), JsonLayout::Columns);
  EXPECT_EQ(layoutOf(R"({"pitch": {"pitch": 3}})"), JsonLayout::Object) << "an entry called pitch";
  EXPECT_EQ(layoutOf("// {}\n /* [ */ # x\n {'a': {}}"), JsonLayout::Object);
}

TEST(JsonLayout, AnythingElseIsNone) {
  for (const auto* text : {"", " ", "7", "null", "[]", "[[", "[1]", "hello", "\"a\"", "// only"})
    EXPECT_EQ(layoutOf(text), JsonLayout::Unknown) << text;
}

}  // namespace
}  // namespace timbre::readers
