#include "audio/OggLinks.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <string>

#include "audio/ByteOrder.h"

namespace timbre::audio {
namespace {

constexpr std::int64_t kPageHead = 27;
constexpr std::int64_t kLongestPage = kPageHead + 255 + 255 * 255;

/// The next place from `at` on where a page seems to begin.
std::optional<std::int64_t> pageFrom(FileView& file, std::int64_t at) {
  if (file.bytesAt(at, 4) == "OggS") return at;
  while (at + kPageHead <= file.fileSize()) {
    const std::string some = file.bytesAt(at, kLongestPage);
    if (const auto found = some.find("OggS"); found != std::string::npos)
      return at + static_cast<std::int64_t>(found);
    if (some.size() < 4) break;
    at += static_cast<std::int64_t>(some.size()) - 3;
  }
  return std::nullopt;
}

}  // namespace

OggLinks oggLinks(FileView& file) {
  constexpr std::size_t kMostLinks = 10000;
  OggLinks found;
  bool inHeads = false;  // of the streams that lie side by side in one link
  bool last = true;
  std::int64_t at = 0;
  std::int64_t end = 0;
  while (const auto page = pageFrom(file, at)) {
    at = *page;
    const std::string head = file.bytesAt(at, kPageHead + 255);
    const auto segments = static_cast<std::size_t>(numberAt(head, 26, 1));
    const std::int64_t body = std::accumulate(
        head.begin() + std::min<std::ptrdiff_t>(kPageHead, std::ssize(head)),
        head.begin() + std::min<std::ptrdiff_t>(kPageHead + segments, std::ssize(head)),
        std::int64_t{0},
        [](std::int64_t sum, char c) { return sum + static_cast<unsigned char>(c); });
    end = at + kPageHead + static_cast<std::int64_t>(segments) + body;
    const auto flags = numberAt(head, 5, 1);
    const bool first = (flags & 2) != 0;
    if (first && !inHeads && found.links.size() < kMostLinks) {
      if (!found.links.empty()) found.links.back().length = at - found.links.back().offset;
      found.links.push_back({at, 0});
    }
    inHeads = first;
    last = (flags & 4) != 0;
    at = end <= file.fileSize() ? end : at + 4;
  }
  if (found.links.empty()) return found;
  found.links.back().length = file.fileSize() - found.links.back().offset;
  found.cut = !last || end > file.fileSize();
  return found;
}

}  // namespace timbre::audio
