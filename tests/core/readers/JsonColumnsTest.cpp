#include "readers/JsonColumns.h"

#include <gtest/gtest.h>

namespace timbre::readers {
namespace {

using nlohmann::json;

TEST(JsonColumns, ByTheNamesOfTheRows) {
  const auto rows = rowsOfColumns(
      json::parse(
          R"({"pitch": {"a": 60, "b": 61}, "velocity": {"b": 100, "a": 25, "c": 3}, "other": 7})"),
      "note_str");
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(rows[0].first, "a");
  EXPECT_EQ(rows[0].second, json::parse(R"({"pitch": 60, "velocity": 25})"));
  EXPECT_EQ(rows[2].second, json::parse(R"({"velocity": 3})"));
}

TEST(JsonColumns, ByTheNumbersOfTheRows) {
  const auto rows = rowsOfColumns(
      json::parse(R"({"note_str": ["x", "y"], "pitch": [60, 61], "note": [1]})"), "note_str");
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[1].first, "y");
  EXPECT_EQ(rows[1].second["pitch"], 61);
  EXPECT_EQ(rows[0].second["note"], 1);
}

TEST(JsonColumns, WhatHasNoColumnsHasNoRows) {
  for (const auto* text : {"{}", "[]", "3", R"({"pitch": 60})", R"({"pitch": {}})"})
    EXPECT_TRUE(rowsOfColumns(json::parse(text), "note_str").empty()) << text;
}

}  // namespace
}  // namespace timbre::readers
