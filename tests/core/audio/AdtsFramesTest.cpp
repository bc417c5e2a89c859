#include "audio/AdtsFrames.h"

#include <gtest/gtest.h>

#include "support/FileViews.h"

namespace timbre::audio {
namespace {

using namespace std::string_literals;
using test::TemporaryFolder;

/// A frame of `length` bytes at 44.1 kHz, full of what looks like MP3 frames.
std::string frame(std::size_t length) {
  std::string bytes = "\xff\xf1\x50"s;
  bytes += static_cast<char>(0x80 | length >> 11);
  bytes += static_cast<char>(length >> 3);
  bytes += static_cast<char>(length << 5 | 0x1f);
  bytes += '\xfc';
  while (bytes.size() < length) bytes += "\xff\xfb\x90\x64"s;
  bytes.resize(length);
  return bytes;
}

bool isAdts(const TemporaryFolder& folder, const std::string& bytes) {
  auto view = test::viewOf(folder, bytes);
  return holdsAdts(view);
}

TEST(AdtsFrames, AreKnownByFollowingOneAnother) {
  const TemporaryFolder folder;
  std::string row;
  for (std::size_t i = 0; i < 8; ++i) row += frame(100 + i);
  EXPECT_TRUE(isAdts(folder, row));
  EXPECT_TRUE(isAdts(folder, row.substr(50)));  // a recording that begins within a frame
  EXPECT_TRUE(isAdts(folder, "ID3\4\0\0\0\0\0\x05"s + "title" + row));
  EXPECT_TRUE(isAdts(folder, frame(100) + frame(90)));  // a file of two frames
  EXPECT_FALSE(isAdts(folder, frame(100) + std::string(1000, '\0')));
  EXPECT_FALSE(isAdts(folder, ""));
}

}  // namespace
}  // namespace timbre::audio
