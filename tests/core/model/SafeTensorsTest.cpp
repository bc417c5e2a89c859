#include "model/SafeTensors.h"

#include <gtest/gtest.h>

#include <cstring>
#include <fstream>

#include "base/AtomicFile.h"

namespace timbre::model {
namespace fs = std::filesystem;

class SafeTensorsFile : public testing::Test {
 protected:
  SafeTensorsFile()
      : folder_(fs::path(testing::TempDir()) /
                testing::UnitTest::GetInstance()->current_test_info()->name()) {
    fs::create_directories(folder_);
  }
  ~SafeTensorsFile() override { fs::remove_all(folder_); }

  fs::path file(const std::string& name = "w.safetensors") const { return folder_ / name; }

  fs::path written(const std::string& header, const std::string& data) const {
    std::ofstream out(file(), std::ios::binary);
    const std::uint64_t length = header.size();
    out.write(reinterpret_cast<const char*>(&length), 8);
    out << header << data;
    return file();
  }

  /// What opening this file says; empty when it opens.
  std::string complaint(const std::string& header, const std::string& data) const {
    const auto opened = SafeTensors::open(written(header, data));
    return opened ? std::string() : opened.error().message;
  }

 private:
  fs::path folder_;
};

TEST_F(SafeTensorsFile, isReadAsItWasWritten) {
  const std::vector<float> a{1, 2, 3, 4, 5, 6}, b{-0.5f};
  ASSERT_TRUE(writeSafeTensors(file(), {{"b", {{}, b}}, {"a", {{2, 3}, a}}}, {{"config", "{}"}}));
  const auto opened = SafeTensors::open(file());
  ASSERT_TRUE(opened) << opened.error().message;
  EXPECT_EQ(opened->metadata().at("config"), "{}");
  EXPECT_EQ(opened->tensors().at("a").shape, (Shape{2, 3}));
  EXPECT_EQ(opened->floats("a").value(), a);
  EXPECT_EQ(opened->floats("b", {}).value(), b);
  EXPECT_EQ(opened->tensors().at("a").offset % 8, 0u);
}

TEST_F(SafeTensorsFile, isTheSameBytesEachTime) {
  const std::vector<float> a{1, 2};
  ASSERT_TRUE(writeSafeTensors(file("1"), {{"a", {{2}, a}}, {"b", {{1, 2}, a}}}, {{"k", "v"}}));
  ASSERT_TRUE(writeSafeTensors(file("2"), {{"b", {{1, 2}, a}}, {"a", {{2}, a}}}, {{"k", "v"}}));
  EXPECT_EQ(readBytes(file("1")).value(), readBytes(file("2")).value());
}

TEST_F(SafeTensorsFile, isWrittenAgainWithWhatChangesAlone) {
  const std::vector<float> a{1, 2}, b{3}, c{4, 5, 6};
  ASSERT_TRUE(writeSafeTensors(file(), {{"a", {{2}, a}}, {"b", {{1}, b}}}, {{"k", "v"}}));
  const auto before = SafeTensors::open(file()).value();
  ASSERT_TRUE(rewriteSafeTensors(before, {{"b", {{1, 3}, c}}, {"c", {{2}, a}}}, {{"more", "x"}}));
  const auto after = SafeTensors::open(file()).value();
  EXPECT_EQ(after.tensors().size(), 3u);
  EXPECT_EQ(after.floats("a", {2}).value(), a);
  EXPECT_EQ(after.floats("b", {1, 3}).value(), c);
  EXPECT_EQ(after.floats("c", {2}).value(), a);
  EXPECT_EQ(after.metadata().at("k"), "v");
  EXPECT_EQ(after.metadata().at("more"), "x");
  const auto bytes = readBytes(file()).value();
  EXPECT_FALSE(rewriteSafeTensors(after, {{"a", {{3}, a}}}, {})) << "two numbers for three";
  EXPECT_EQ(readBytes(file()).value(), bytes);
}

TEST_F(SafeTensorsFile, namesTheTensorAndBothShapes) {
  const std::vector<float> a{1, 2};
  ASSERT_TRUE(writeSafeTensors(file(), {{"logits/W", {{2, 1}, a}}}, {}));
  const auto opened = SafeTensors::open(file());
  ASSERT_TRUE(opened);
  const auto wrong = opened->floats("logits/W", {1, 2});
  ASSERT_FALSE(wrong);
  EXPECT_NE(wrong.error().message.find("logits/W"), std::string::npos);
  EXPECT_NE(wrong.error().message.find("[2, 1]"), std::string::npos);
  EXPECT_NE(wrong.error().message.find("[1, 2]"), std::string::npos);
  EXPECT_FALSE(opened->floats("out1/W", {1, 2}));
}

TEST_F(SafeTensorsFile, ofAnyNumberTypeIsReadAsFloats) {
  std::string data;
  const auto add = [&](auto value) {
    data.append(reinterpret_cast<const char*>(&value), sizeof value);
  };
  add(std::uint16_t{0x3c00});  // 1 in half precision, then its largest and its smallest number
  add(std::uint16_t{0x7bff});
  add(std::uint16_t{0x8001});
  add(std::uint16_t{0xbf80});  // -1 as bfloat16
  add(std::int32_t{-70000});
  add(std::uint8_t{200});
  add(2.5);
  const auto opened = SafeTensors::open(written(
      R"({"h":{"dtype":"F16","shape":[3],"data_offsets":[0,6]},"b":{"dtype":"BF16","shape":[1],"data_offsets":[6,8]},)"
      R"("i":{"dtype":"I32","shape":[],"data_offsets":[8,12]},"u":{"dtype":"U8","shape":[1],"data_offsets":[12,13]},)"
      R"("d":{"dtype":"F64","shape":[1],"data_offsets":[13,21]}})",
      data));
  ASSERT_TRUE(opened) << opened.error().message;
  EXPECT_EQ(opened->floats("h").value(), (std::vector<float>{1, 65504, -0x1p-24f}));
  EXPECT_EQ(opened->floats("b").value(), std::vector<float>{-1});
  EXPECT_EQ(opened->floats("i").value(), std::vector<float>{-70000});
  EXPECT_EQ(opened->floats("u").value(), std::vector<float>{200});
  EXPECT_EQ(opened->floats("d").value(),
            std::vector<float>{2.5f});  // at an odd place: no alignment is asked for
}

TEST_F(SafeTensorsFile, cutAnywhereIsRefused) {
  const std::vector<float> a{1, 2, 3};
  ASSERT_TRUE(writeSafeTensors(file(), {{"a", {{3}, a}}, {"b", {{1, 3}, a}}}, {{"config", "{}"}}));
  for (auto cut = fs::file_size(file()); cut-- > 0;) {
    fs::resize_file(file(), cut);
    const auto opened = SafeTensors::open(file());
    ASSERT_FALSE(opened) << cut << " bytes";
    EXPECT_EQ(opened.error().code, ErrorCode::BadFormat);
  }
}

TEST_F(SafeTensorsFile, withALyingHeaderIsRefused) {
  const std::string four(4, '\0'), eight(8, '\0');
  const auto one = [](const std::string& entry) { return "{\"a\":" + entry + "}"; };
  EXPECT_EQ(complaint(one(R"({"dtype":"F32","shape":[1],"data_offsets":[0,4]})"), four), "");
  EXPECT_NE(complaint(one(R"({"dtype":"F32","shape":[1],"data_offsets":[0,4]})"), eight), "");
  EXPECT_NE(complaint(one(R"({"dtype":"F32","shape":[1],"data_offsets":[4,8]})"), eight), "");
  EXPECT_NE(complaint(one(R"({"dtype":"F32","shape":[2],"data_offsets":[0,4]})"), four), "");
  EXPECT_NE(complaint(one(R"({"dtype":"F32","shape":[-1],"data_offsets":[0,4]})"), four), "");
  EXPECT_NE(complaint(one(R"({"dtype":"F32","shape":[1.0],"data_offsets":[0,4]})"), four), "");
  EXPECT_NE(complaint(one(R"({"dtype":"F32","shape":[1],"data_offsets":[4,0]})"), four), "");
  EXPECT_NE(complaint(one(R"({"dtype":"F33","shape":[1],"data_offsets":[0,4]})"), four), "");
  EXPECT_NE(complaint(one(R"({"dtype":"F32","shape":[1]})"), four), "");
  EXPECT_NE(complaint(one("[]"), four), "");
  // 2^31 x 2^31 x 4 bytes are zero modulo 2^64.
  EXPECT_NE(
      complaint(one(R"({"dtype":"F32","shape":[2147483648,2147483648,4],"data_offsets":[0,0]})"),
                ""),
      "");
  EXPECT_NE(
      complaint(
          R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}})",
          eight),
      "");
  EXPECT_NE(complaint("[]", ""), "");
  EXPECT_NE(complaint("{]", ""), "");
}

TEST_F(SafeTensorsFile, isNeitherAFolderNorAbsentNorText) {
  EXPECT_EQ(SafeTensors::open(file("absent")).error().code, ErrorCode::NotFound);
  EXPECT_EQ(SafeTensors::open(file().parent_path()).error().code, ErrorCode::NotFound);
  const std::string text = "These are no weights at all, only words";
  ASSERT_TRUE(writeBytesAtomically(file("text"), std::as_bytes(std::span(text))));
  EXPECT_EQ(SafeTensors::open(file("text")).error().code, ErrorCode::BadFormat);
}

TEST_F(SafeTensorsFile, thatCannotBeWrittenSaysSo) {
  const std::vector<float> a{1};
  const auto written =
      writeSafeTensors(file().parent_path() / "nowhere" / "w.safetensors", {{"a", {{1}, a}}}, {});
  ASSERT_FALSE(written);
  EXPECT_NE(written.error().message.find("nowhere"), std::string::npos);
}

}  // namespace timbre::model
