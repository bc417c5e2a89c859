#include "readers/LenientJson.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace timbre::readers {
namespace {

using nlohmann::json;

json read(const std::string& text) {
  std::string reason;
  const auto value = parseLeniently(text, reason);
  EXPECT_TRUE(value) << text << ": " << reason;
  return value.value_or(json());
}

std::string refusal(const std::string& text) {
  std::string reason;
  EXPECT_FALSE(parseLeniently(text, reason)) << text;
  return reason;
}

TEST(LenientJson, StrictJsonIsReadAsItIs) {
  const std::string text = R"({"a": [1, 2.5, true, null], "b\u00e9": "x\n", "c": {"d": ",]}"}})";
  EXPECT_EQ(read(text), json::parse(text));
}

TEST(LenientJson, ReadsWhatCannotBeMisunderstood) {
  EXPECT_EQ(read("{\"a\": [1, 2,], }"), json::parse(R"({"a": [1, 2]})"));
  EXPECT_EQ(read("{ // it's a comment, with a \"quote\n\"a\": 1 /* } */, # one more\n}"),
            json::parse(R"({"a": 1})"));
  EXPECT_EQ(read("{'a': True, 'b': False, 'c': None, 'it\\'s': 'a \"b\"'}"),
            json::parse(R"({"a": true, "b": false, "c": null, "it's": "a \"b\""})"));
  EXPECT_EQ(read("{\"a\": \"tab\there\"}"), json::parse(R"({"a": "tab\there"})"));
}

TEST(LenientJson, LatinOneIsReadAsLatinOne) {
  EXPECT_EQ(read("\"Fl\xfcgel\"").get<std::string>(), "Flügel");
  EXPECT_EQ(read("\"Flügel \xfc\"").get<std::string>(), "Flügel ü");
  EXPECT_EQ(asUtf8("gr\xf6\xdf"
                   "e"),
            "größe");
  EXPECT_EQ(asUtf8("größe 音"), "größe 音");
  EXPECT_EQ(asUtf8("\xed\xa0\x80"), "\xc3\xad\xc2\xa0\xc2\x80") << "a surrogate is not UTF-8";
}

TEST(LenientJson, WhatIsNoNumberIsNone) {
  for (const std::string name : {"NaN", "nan", "Infinity", "-Infinity", "inf", "-inf"}) {
    const auto value = read("{\"a\": " + name + "}")["a"];
    EXPECT_FALSE(value.is_number() || value.is_string() || value.is_null()) << name;
    EXPECT_THAT(value.dump(), testing::HasSubstr(name));
  }
}

TEST(LenientJson, SaysWhatIsWrong) {
  EXPECT_THAT(refusal(R"({"a": "\q"})"), testing::HasSubstr("\\q"));
  EXPECT_THAT(refusal(std::string("{\"a\": 1\0}", 9)), testing::HasSubstr("zero byte"));
  EXPECT_THAT(refusal(R"({"a": 1 2})"), testing::HasSubstr("byte 9"));
  EXPECT_FALSE(refusal("\"unended").empty());
  EXPECT_FALSE(refusal("\"\\").empty());
  EXPECT_FALSE(refusal("").empty());
}

}  // namespace
}  // namespace timbre::readers
