#include "audio/JoinedStreams.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "audio/ByteOrder.h"
#include "audio/Id3Tags.h"

namespace timbre::audio {
namespace {

using namespace std::string_view_literals;
using std::endian;

constexpr std::int64_t kBlock = std::int64_t{1} << 20;
constexpr std::size_t kHead = 64;  // bytes that tell the start of a sound

bool isRate(std::uint64_t hertz) {
  return hertz >= 1000 && hertz <= 768000;
}

bool isChannelCount(std::uint64_t count) {
  return count >= 1 && count <= 64;
}

std::uint64_t at(std::string_view head, std::size_t offset, int bytes,
                 endian order = endian::little) {
  return numberAt(head, offset, bytes, order);
}

/// The head of the first block of metadata, which is 34 bytes long. That block may be the only one.
bool beginsFlac(std::string_view head) {
  return head.substr(5).starts_with("\0\0\x22"sv) && (head[4] == '\0' || head[4] == '\x80');
}

bool beginsAiff(std::string_view head) {
  return head.substr(8).starts_with("AIFF") || head.substr(8).starts_with("AIFC");
}

bool beginsAu(std::string_view head) {
  const auto header = at(head, 4, 4, endian::big);
  const auto encoding = at(head, 12, 4, endian::big);
  return header >= 24 && header <= 65536 && encoding >= 1 && encoding <= 27 &&
         isRate(at(head, 16, 4, endian::big)) && isChannelCount(at(head, 20, 4, endian::big));
}

bool beginsMp4(std::string_view head) {
  const auto length = at(head, 0, 4, endian::big);
  return length >= 12 && length <= 4096 &&
         std::ranges::all_of(head.substr(8, 4), [](char c) { return c >= ' ' && c <= '~'; });
}

/// The first block of the first channels, which holds samples from number 0 on.
bool beginsWavPack(std::string_view head) {
  constexpr std::uint64_t kInitial = 0x800;
  const auto version = at(head, 8, 2);
  return version >= 0x402 && version <= 0x410 && at(head, 16, 4) == 0 && at(head, 20, 4) > 0 &&
         (at(head, 24, 4) & kInitial) != 0;
}

bool beginsTta(std::string_view head) {
  const auto format = at(head, 4, 2);
  return format >= 1 && format <= 3 && isChannelCount(at(head, 6, 2)) && at(head, 8, 2) <= 64 &&
         isRate(at(head, 10, 4));
}

bool beginsApe(std::string_view head) {
  const auto version = at(head, 4, 2);
  return version >= 3900 && version <= 4100;
}

bool isSure(std::string_view) {
  return true;  // the mark is long enough
}

struct Kind {
  std::string_view mark;
  std::size_t at;                    ///< where in a sound the mark stands
  bool (*begins)(std::string_view);  ///< whether these kHead bytes, with the mark, begin one
};

constexpr std::array kKinds{
    Kind{"fLaC"sv, 0, beginsFlac},
    Kind{"FORM"sv, 0, beginsAiff},
    Kind{"caff\0\1\0\0desc"sv, 0, isSure},
    Kind{".snd"sv, 0, beginsAu},
    Kind{"ftyp"sv, 4, beginsMp4},
    Kind{"wvpk"sv, 0, beginsWavPack},
    Kind{"\x30\x26\xB2\x75\x8E\x66\xCF\x11\xA6\xD9\x00\xAA\x00\x62\xCE\x6C"sv, 0, isSure},  // WMA
    Kind{"FLV\1\4\0\0\0\x09"sv, 0, isSure},  // sound alone
    Kind{"FLV\1\5\0\0\0\x09"sv, 0, isSure},  // with pictures
    Kind{"TTA1"sv, 0, beginsTta},
    Kind{"#!AMR\n"sv, 0, isSure},
    Kind{"#!AMR-WB\n"sv, 0, isSure},
    Kind{"MAC "sv, 0, beginsApe},
};

bool beginsAt(const Kind& kind, std::string_view bytes, std::size_t place) {
  const auto head = bytes.substr(std::min(place, bytes.size()), kHead);
  return head.size() == kHead && head.substr(kind.at).starts_with(kind.mark) && kind.begins(head);
}

/// Every start of a sound in the file from `first` on.
std::vector<OggLinks::Range> startsOf(FileView& file, const Kind& kind, std::int64_t first) {
  constexpr std::size_t kMost = 10000;
  std::vector<OggLinks::Range> starts;
  for (std::int64_t from = first; from < file.fileSize() && starts.size() < kMost; from += kBlock) {
    const std::string bytes = file.bytesAt(from, kBlock + static_cast<std::int64_t>(kHead) - 1);
    const std::string_view some = bytes;
    for (std::size_t mark = some.find(kind.mark); mark != some.npos;
         mark = some.find(kind.mark, mark + 1)) {
      if (mark < kind.at) continue;
      const std::size_t place = mark - kind.at;
      if (place < static_cast<std::size_t>(kBlock) && beginsAt(kind, some, place))
        starts.push_back({from + static_cast<std::int64_t>(place), 0});
    }
  }
  return starts;
}

}  // namespace

OggLinks joinedStreams(FileView& file) {
  OggLinks streams;
  const std::int64_t tag = behindId3Tags(file);
  const std::string head = file.bytesAt(tag, static_cast<std::int64_t>(kHead));
  const auto kind =
      std::ranges::find_if(kKinds, [&](const Kind& each) { return beginsAt(each, head, 0); });
  if (kind == kKinds.end() || (tag > 0 && kind->begins != beginsFlac)) return streams;
  auto& links = streams.links;
  links = startsOf(file, *kind, tag);
  for (std::size_t i = 0; i < links.size(); ++i)
    links[i].length =
        (i + 1 < links.size() ? links[i + 1].offset : file.fileSize()) - links[i].offset;
  return streams;
}

}  // namespace timbre::audio
