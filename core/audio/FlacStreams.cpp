#include "audio/FlacStreams.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace timbre::audio {
namespace {

using namespace std::string_view_literals;

constexpr std::int64_t kBlock = std::int64_t{1} << 20;
/// The mark of a stream and the head of its first block of metadata, which is 34 bytes long. That
/// block may be the only one.
constexpr std::array kStarts{"fLaC\x00\x00\x00\x22"sv, "fLaC\x80\x00\x00\x22"sv};

bool startsAt(std::string_view bytes, std::size_t at) {
  return std::ranges::any_of(
      kStarts, [&](std::string_view start) { return bytes.substr(at).starts_with(start); });
}

}  // namespace

OggLinks flacStreams(FileView& file) {
  constexpr auto kOverlap = static_cast<std::int64_t>(kStarts.front().size()) - 1;
  OggLinks streams;
  auto& links = streams.links;
  for (std::int64_t from = 0; from < file.fileSize(); from += kBlock) {
    const std::string bytes = file.bytesAt(from, kBlock + kOverlap);
    for (std::size_t at = bytes.find("fLaC"); at != bytes.npos; at = bytes.find("fLaC", at + 1))
      if (startsAt(bytes, at)) links.push_back({from + static_cast<std::int64_t>(at), 0});
  }
  for (std::size_t i = 0; i < links.size(); ++i)
    links[i].length =
        (i + 1 < links.size() ? links[i + 1].offset : file.fileSize()) - links[i].offset;
  return streams;
}

}  // namespace timbre::audio
