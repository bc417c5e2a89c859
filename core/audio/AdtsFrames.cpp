#include "audio/AdtsFrames.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "audio/ByteOrder.h"
#include "audio/Id3Tags.h"

namespace timbre::audio {
namespace {

constexpr std::size_t kHeader = 7;
constexpr int kInARow = 5;
constexpr std::size_t kLongestFrame = 8191;

/// Bytes of the frame whose header stands at `at`; 0 where none does.
std::size_t frameAt(std::string_view bytes, std::size_t at) {
  constexpr std::uint64_t kReservedRates = 13;
  if (at + kHeader > bytes.size() || bytes[at] != '\xff') return 0;
  const bool synced = (numberAt(bytes, at + 1, 1) & 0xf6) == 0xf0;
  const bool isRate = (numberAt(bytes, at + 2, 1) >> 2 & 15) < kReservedRates;
  const auto length = numberAt(bytes, at + 3, 3, std::endian::big) >> 5 & 0x1fff;
  return synced && isRate && length > kHeader ? length : 0;
}

/// Short files hold fewer frames: then the last has to end with the file.
bool followOneAnother(std::string_view bytes, std::size_t at, bool toTheEnd) {
  for (int frame = 0; frame < kInARow; ++frame) {
    const std::size_t length = frameAt(bytes, at);
    if (length == 0) return false;
    at += length;
    if (at >= bytes.size()) return frame > 0 && toTheEnd && at == bytes.size();
  }
  return true;
}

}  // namespace

bool holdsAdts(FileView& file) {
  const std::int64_t start = behindId3Tags(file);
  std::string bytes((kInARow + 1) * kLongestFrame, '\0');
  file.seek(start);
  const std::int64_t got = file.read(bytes.data(), std::ssize(bytes));
  bytes.resize(static_cast<std::size_t>(got));
  const bool whole = start + got == file.size();
  for (std::size_t at = 0; at < std::min(bytes.size(), kLongestFrame); ++at)
    if (followOneAnother(bytes, at, whole && at == 0)) return true;
  return false;
}

}  // namespace timbre::audio
