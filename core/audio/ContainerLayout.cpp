#include "audio/ContainerLayout.h"

#include <algorithm>

#include "audio/ByteOrder.h"
#include "base/CountText.h"

namespace timbre::audio {
namespace {

using std::endian;

constexpr int kMostBoxes = 4096;

/// AIFF and AIFC. COMM is repeated in front, with as many frames as there are.
std::optional<ContainerLayout> layOutAiff(FileView& file, const std::string& start) {
  const std::int64_t size = file.fileSize();
  std::string common;
  std::int64_t at = 12;
  for (int chunk = 0; chunk < kMostBoxes && at + 8 <= size; ++chunk) {
    const std::string head = file.bytesAt(at, 8);
    const std::string id = head.substr(0, 4);
    const auto length = static_cast<std::int64_t>(numberAt(head, 4, 4, endian::big));
    if (id == "COMM") common = file.bytesAt(at + 8, std::min<std::int64_t>(length, 512));
    if (id == "SSND") {
      if (common.size() < 18) return {};  // behind its sound: left to the decoder
      const std::int64_t present = size - at - 8;
      ContainerLayout layout;
      const bool unknown = isPlaceholder(static_cast<std::uint64_t>(length));
      const auto channels = numberAt(common, 0, 2, endian::big);
      const auto block = channels * ((numberAt(common, 6, 2, endian::big) + 7) / 8);
      if (!unknown && length <= present) return layout;  // as it should be
      if (!unknown)
        judgeLength(layout,
                    {static_cast<std::uint64_t>(length), static_cast<std::uint64_t>(present)},
                    block, static_cast<std::uint64_t>(size));
      const bool counted = common.size() < 22 || common.compare(18, 4, "NONE") == 0 ||
                           common.compare(18, 4, "sowt") == 0;
      if (counted && block > 0 && present > 8)
        common.replace(2, 4,
                       bytesOf(static_cast<std::uint64_t>(present - 8) / block, 4, endian::big));
      if (common.size() % 2) common += '\0';
      std::string before = start.substr(8, 4);
      if (before == "AIFC") before += "FVER" + bytesOf(4, 4, endian::big) + "\xA2\x80\x51\x40";
      before += "COMM" + bytesOf(common.size(), 4, endian::big) + common + "SSND" +
                bytesOf(static_cast<std::uint64_t>(present), 4, endian::big);
      const auto whole = before.size() + static_cast<std::uint64_t>(present);
      file.clear();
      file.append("FORM" + bytesOf(whole, 4, endian::big) + before);
      file.append(at + 8, present);
      return layout;
    }
    at += 8 + length + (length & 1);
  }
  return {};
}

/// The file with other bytes in place of those at `at`.
void patch(FileView& file, std::int64_t at, const std::string& bytes) {
  file.clear();
  file.append(0, at);
  file.append(bytes);
  const auto behind = at + static_cast<std::int64_t>(bytes.size());
  file.append(behind, file.fileSize() - behind);
}

std::optional<ContainerLayout> layOutCaf(FileView& file) {
  const std::int64_t size = file.fileSize();
  std::uint64_t block = 1;
  std::int64_t at = 8;
  for (int chunk = 0; chunk < kMostBoxes && at + 12 <= size; ++chunk) {
    const std::string head = file.bytesAt(at, 12);
    const auto length = static_cast<std::int64_t>(numberAt(head, 4, 8, endian::big));
    if (head.starts_with("desc"))  // bytes of a packet: of a frame where nothing is compressed
      block = std::max<std::uint64_t>(1, numberAt(file.bytesAt(at + 12, 32), 16, 4, endian::big));
    if (head.starts_with("data")) {
      ContainerLayout layout;
      const std::int64_t present = size - at - 12;
      if (length > 0 && length <= present) return layout;
      if (length > 0 && !isPlaceholder(static_cast<std::uint64_t>(length)))
        judgeLength(layout,
                    {static_cast<std::uint64_t>(length), static_cast<std::uint64_t>(present)},
                    block, static_cast<std::uint64_t>(size));
      patch(file, at + 4, bytesOf(static_cast<std::uint64_t>(present), 8, endian::big));
      return layout;
    }
    if (length < 0 || length > size) return {};
    at += 12 + length;
  }
  return {};
}

/// Sony's Wave64: identifiers of sixteen bytes, lengths that count the chunk's own header of 24.
std::optional<ContainerLayout> layOutW64(FileView& file) {
  constexpr std::int64_t kMovieHead = 24;
  const std::int64_t size = file.fileSize();
  std::uint64_t block = 1;
  std::int64_t at = 40;
  for (int chunk = 0; chunk < kMostBoxes && at + kMovieHead <= size; ++chunk) {
    const std::string head = file.bytesAt(at, kMovieHead);
    const auto length = static_cast<std::int64_t>(numberAt(head, 16, 8));
    if (head.starts_with("fmt "))
      block = std::max<std::uint64_t>(1, numberAt(file.bytesAt(at + kMovieHead, 16), 12, 2));
    if (head.starts_with("data")) {
      ContainerLayout layout;
      const std::int64_t present = size - at;
      if (length > kMovieHead && length <= present) return layout;
      if (length > kMovieHead && !isPlaceholder(static_cast<std::uint64_t>(length)))
        judgeLength(layout,
                    {static_cast<std::uint64_t>(length - kMovieHead),
                     static_cast<std::uint64_t>(present - kMovieHead)},
                    block, static_cast<std::uint64_t>(size));
      const std::string riff = file.bytesAt(0, 16);
      file.clear();
      file.append(riff + bytesOf(static_cast<std::uint64_t>(size), 8));
      file.append(24, at + 16 - 24);
      file.append(bytesOf(static_cast<std::uint64_t>(present), 8));
      file.append(at + kMovieHead, present - kMovieHead);
      return layout;
    }
    if (length < kMovieHead || length > size) return {};
    at += (length + 7) / 8 * 8;
  }
  return {};
}

std::optional<ContainerLayout> layOutAu(FileView& file, endian order) {
  const std::string head = file.bytesAt(0, 24);
  if (head.size() < 24) return {};
  const auto at = numberAt(head, 4, 4, order);
  const auto length = numberAt(head, 8, 4, order);
  const auto size = static_cast<std::uint64_t>(file.fileSize());
  if (at < 24 || at > size) return {};
  ContainerLayout layout;
  const auto present = size - at;
  if (length > 0 && length <= present) return layout;
  // 8 bits the sample at least: a block that is too small only makes the judgement stricter.
  if (!isPlaceholder(length))
    judgeLength(layout, {length, present}, std::max<std::uint64_t>(numberAt(head, 20, 4, order), 1),
                size);
  patch(file, 8, bytesOf(std::min<std::uint64_t>(present, 0xffffffff), 4, order));
  return layout;
}

}  // namespace

bool isPlaceholder(std::uint64_t length) {
  constexpr std::uint64_t kStep = std::uint64_t{16} << 20;
  constexpr std::uint64_t kHeader = 128;
  if (length == 0) return true;
  if (length + kHeader < 16 * kStep) return false;
  // 0x7ffff000 and its like: sox and arecord stop at a whole page below 2^31.
  if ((length >= 0x7ffff000 && length <= 0x80000000) || (length >= 0xfffff000 && length >> 32 == 0))
    return true;
  if (length >> 62) return true;  // no disk holds as much
  return (length + kHeader) % kStep <= 2 * kHeader;
}

void judgeLength(ContainerLayout& layout, CutShort lengths, std::uint64_t block,
                 std::uint64_t fileSize) {
  constexpr std::uint64_t kSlip = 4096;
  constexpr std::uint64_t kShare = 50;  // a fiftieth
  if (lengths.claimed <= lengths.present) return;
  const std::uint64_t missing = lengths.claimed - lengths.present;
  const bool headerCounted = lengths.claimed == fileSize || lengths.claimed + 8 == fileSize;
  if (missing <= std::max<std::uint64_t>(block, 8) && lengths.present > 0) return;
  if (headerCounted && lengths.present > 0) return;
  if (missing <= std::min(kSlip, lengths.claimed / kShare))
    layout.remarks.push_back("holds " + countText(missing, "byte") +
                             " fewer than its header says; the rest was read");
  else
    layout.cut = lengths;
}

std::optional<ContainerLayout> layOut(FileView& file) {
  const std::string start = file.bytesAt(0, 12);
  const auto begins = [&](const char* word) { return start.starts_with(word); };
  if (start.size() < 12) return {};
  if (begins("RIFF") || begins("RIFX") || begins("RF64") || begins("BW64"))
    return start.ends_with("WAVE") ? layOutWav(file, start) : std::nullopt;
  if (begins("FORM")) return layOutAiff(file, start);
  if (begins("caff")) return layOutCaf(file);
  if (begins("riff")) return layOutW64(file);
  if (begins(".snd")) return layOutAu(file, endian::big);
  if (begins("dns.")) return layOutAu(file, endian::little);
  return {};
}

}  // namespace timbre::audio
