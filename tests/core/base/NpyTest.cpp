#include "base/Npy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>

#include "support/Sentences.h"
#include "support/TemporaryFolder.h"

namespace timbre {
namespace {

using test::TemporaryFolder;

/// As numpy writes format 1.0.
std::string npy(const std::string& header, const std::string& data) {
  std::string padded = header;
  while ((10 + padded.size() + 1) % 64 != 0) padded += ' ';
  padded += '\n';
  return std::string("\x93NUMPY\x01\x00", 8) + static_cast<char>(padded.size() & 255u) +
         static_cast<char>(padded.size() >> 8) + padded + data;
}

template <class T>
std::string bytesOf(std::initializer_list<T> values) {
  return {reinterpret_cast<const char*>(values.begin()), values.size() * sizeof(T)};
}

TEST(Npy, FloatsComeBackWithTheirShape) {
  const TemporaryFolder folder;
  const std::vector<std::int64_t> shape{2, 3};
  const std::vector<float> values{1, -2, 3.5f, 0, 1e-30f, -1e30f};
  ASSERT_TRUE(writeNpy(folder / "a.npy", shape, values));
  const auto back = readNpy(folder / "a.npy");
  ASSERT_TRUE(back) << back.error().message;
  EXPECT_EQ(back->shape, shape);
  EXPECT_EQ(back->values, values);
}

TEST(Npy, WritesTheBytesThatNumpyWould) {
  const TemporaryFolder folder;
  ASSERT_TRUE(writeNpy(folder / "a.npy", std::vector<std::int64_t>{2}, std::vector<float>{1, 2}));
  EXPECT_EQ(
      test::textOf(folder / "a.npy"),
      npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", bytesOf({1.0f, 2.0f})));
  ASSERT_TRUE(writeNpy(folder / "b.npy", std::vector<std::int64_t>{1, 1},
                       std::vector<std::complex<float>>{{1, 2}}));
  EXPECT_EQ(
      test::textOf(folder / "b.npy"),
      npy("{'descr': '<c8', 'fortran_order': False, 'shape': (1, 1), }", bytesOf({1.0f, 2.0f})));
}

TEST(Npy, DoublesAndColumnMajorArraysAreRead) {
  const TemporaryFolder folder;
  test::writeText(folder / "a.npy",
                  npy("{'descr': '<f8', 'fortran_order': True, 'shape': (2, 3), }",
                      bytesOf({1.0, 4.0, 2.0, 5.0, 3.0, 6.0})));
  const auto back = readNpy(folder / "a.npy");
  ASSERT_TRUE(back) << back.error().message;
  EXPECT_THAT(back->shape, testing::ElementsAre(2, 3));
  EXPECT_THAT(back->values, testing::ElementsAre(1, 2, 3, 4, 5, 6));
}

TEST(Npy, HalfPrecisionIsRead) {
  const TemporaryFolder folder;
  test::writeText(folder / "a.npy",
                  npy("{'descr': '<f2', 'fortran_order': False, 'shape': (6,), }",
                      bytesOf<std::uint16_t>({0x3c00, 0xc000, 0x0001, 0x7bff, 0x3555, 0x8000})));
  const auto back = readNpy(folder / "a.npy");
  ASSERT_TRUE(back) << back.error().message;
  EXPECT_THAT(back->values, testing::ElementsAre(1, -2, 5.9604645e-8f, 65504, 0.33325195f, 0));
}

TEST(Npy, WhatIsNotReadIsNamed) {
  const TemporaryFolder folder;
  test::writeText(folder / "a.npy", "PK\x03\x04 and so on");
  EXPECT_THAT(readNpy(folder / "a.npy").error().message, testing::HasSubstr(".npz"));
  test::writeText(folder / "a.npy",
                  npy("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", "abcdefgh"));
  EXPECT_THAT(readNpy(folder / "a.npy").error().message, testing::HasSubstr("Python objects"));
}

TEST(Npy, ANumberAloneHasNoAxes) {
  const TemporaryFolder folder;
  test::writeText(folder / "a.npy",
                  npy("{'descr': '<f4', 'fortran_order': False, 'shape': (), }", bytesOf({7.0f})));
  const auto back = readNpy(folder / "a.npy");
  ASSERT_TRUE(back) << back.error().message;
  EXPECT_TRUE(back->shape.empty());
  EXPECT_THAT(back->values, testing::ElementsAre(7));
}

TEST(Npy, WhatIsNoArrayIsRefusedWithASentence) {
  const TemporaryFolder folder;
  const std::string good =
      npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", bytesOf({1.0f, 2.0f}));
  const std::vector<std::string> bad{
      "",
      "text",
      good.substr(0, 9),
      good.substr(0, 40),
      good.substr(0, good.size() - 1),
      npy("{}", ""),
      npy("{'descr': '<i4', 'fortran_order': False, 'shape': (1,), }", "abcd"),
      npy("{'descr': '>f4', 'fortran_order': False, 'shape': (1,), }", "abcd"),
      npy("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999, 99999999999), }",
          "abcd"),
      npy("{'descr': '<f4', 'fortran_order': False, 'shape': (1000000000,), }", "abcd"),
      npy("{'descr': '<f4', 'fortran_order': True, 'shape': (1, 1, 1), }", "abcd")};
  for (const auto& bytes : bad) {
    test::writeText(folder / "a.npy", bytes);
    const auto read = readNpy(folder / "a.npy");
    ASSERT_FALSE(read) << bytes;
    EXPECT_EQ(read.error().code, ErrorCode::BadFormat);
    test::expectSentence(read.error(), folder / "a.npy");
  }
  EXPECT_EQ(readNpy(folder / "none.npy").error().code, ErrorCode::NotFound);
}

TEST(Npy, AShapeThatTheValuesDoNotFillIsNotWritten) {
  const TemporaryFolder folder;
  EXPECT_FALSE(writeNpy(folder / "a.npy", std::vector<std::int64_t>{3}, std::vector<float>{1, 2}));
  EXPECT_EQ(test::entriesIn(folder.path()), 0);
}

TEST(Npy, ReadsWhatNumpyWrote) {
  const auto array =
      readNpy(std::filesystem::path(TIMBRE_GOLDEN) / "cqt" / "freqs_lengths_n240.npy");
  ASSERT_TRUE(array) << array.error().message;
  ASSERT_EQ(array->shape.size(), 2u);
  EXPECT_EQ(array->values.size(), 480u);
  EXPECT_NEAR(array->values[0], 65.406, 0.001);  // the lowest bin is C2
}

}  // namespace
}  // namespace timbre
