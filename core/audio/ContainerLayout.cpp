#include "audio/ContainerLayout.h"

#include <algorithm>
#include <initializer_list>
#include <string_view>
#include <utility>

#include "audio/ByteOrder.h"
#include "base/CountText.h"

namespace timbre::audio {
namespace {

using std::endian;

constexpr int kMostChunks = 4096;

/// Bytes of sound to show: those that the header claims where they are there, else all there are.
std::uint64_t soundBytes(ContainerLayout& layout, CutShort lengths, std::uint64_t block,
                         std::int64_t fileSize) {
  if (lengths.claimed > 0 && lengths.claimed <= lengths.present) return lengths.claimed;
  if (!isPlaceholder(lengths.claimed))
    judgeLength(layout, lengths, block, static_cast<std::uint64_t>(fileSize));
  return lengths.present;
}

/// AIFF and AIFC: COMM and SSND alone, with as many frames as there are.
class AiffParser {
 public:
  explicit AiffParser(FileView& file) : file_(file), size_(file.fileSize()) {}

  std::optional<ContainerLayout> layOut(const std::string& kind) {
    walk();
    if (common_.size() < 18 || sound_ == 0) return {};
    const auto present = static_cast<std::uint64_t>(size_ - sound_);
    const auto shown = soundBytes(layout_, {claimed_, present}, block(), size_);
    if (shown != claimed_) countFrames(shown);
    show(kind, shown);
    return std::move(layout_);
  }

 private:
  void walk() {
    std::int64_t at = 12;
    for (int chunk = 0; chunk < kMostChunks && at + 8 <= size_; ++chunk) {
      const std::string head = file_.bytesAt(at, 8);
      const auto length = static_cast<std::int64_t>(numberAt(head, 4, 4, endian::big));
      if (common_.empty() && head.starts_with("COMM"))
        common_ = file_.bytesAt(at + 8, std::min<std::int64_t>(length, kLongestCommon));
      if (sound_ == 0 && head.starts_with("SSND")) {
        sound_ = at + 8;
        claimed_ = static_cast<std::uint64_t>(length);
        if (length == 0 || length > size_ - sound_) return;
      }
      at += 8 + length + (length & 1);
    }
  }

  std::uint64_t block() const {
    const auto channels = numberAt(common_, 0, 2, endian::big);
    return channels * ((numberAt(common_, 6, 2, endian::big) + 7) / 8);
  }

  void countFrames(std::uint64_t present) {
    const bool counted = common_.size() < 22 || common_.compare(18, 4, "NONE") == 0 ||
                         common_.compare(18, 4, "sowt") == 0;
    if (counted && block() > 0 && present > 8)
      common_.replace(2, 4, bytesOf((present - 8) / block(), 4, endian::big));
  }

  void show(const std::string& kind, std::uint64_t shown) {
    if (common_.size() % 2) common_ += '\0';
    std::string before = kind;
    if (kind == "AIFC") before += "FVER" + bytesOf(4, 4, endian::big) + "\xA2\x80\x51\x40";
    before += "COMM" + bytesOf(common_.size(), 4, endian::big) + common_ + "SSND" +
              bytesOf(shown, 4, endian::big);
    file_.clear();
    file_.append("FORM" + bytesOf(before.size() + shown, 4, endian::big) + before);
    file_.append(sound_, static_cast<std::int64_t>(shown));
  }

  static constexpr std::int64_t kLongestCommon = 512;
  FileView& file_;
  std::int64_t size_;
  std::string common_;
  std::int64_t sound_ = 0;  ///< where SSND's bytes begin in the file; 0: nowhere
  std::uint64_t claimed_ = 0;
  ContainerLayout layout_;
};

/// A range of the file.
struct Span {
  std::int64_t begin;
  std::int64_t length;
};

bool isOneOf(std::string_view id, std::initializer_list<std::string_view> ids) {
  return std::ranges::any_of(ids, [&](std::string_view one) { return id.starts_with(one); });
}

/// CAF: the chunks that say how the sound is packed, and the sound behind them.
std::optional<ContainerLayout> layOutCaf(FileView& file) {
  constexpr std::int64_t kHead = 12;
  const std::int64_t size = file.fileSize();
  std::uint64_t block = 1;
  std::vector<Span> packing;
  std::optional<Span> sound;
  ContainerLayout layout;
  std::int64_t at = 8;
  for (int chunk = 0; chunk < kMostChunks && at + kHead <= size; ++chunk) {
    const std::string head = file.bytesAt(at, kHead);
    const auto claimed = numberAt(head, 4, 8, endian::big);
    const auto present = static_cast<std::uint64_t>(size - at - kHead);
    if (head.starts_with("desc"))  // bytes of a packet: of a frame where nothing is compressed
      block =
          std::max<std::uint64_t>(1, numberAt(file.bytesAt(at + kHead, 32), 16, 4, endian::big));
    if (!sound && head.starts_with("data")) {
      const auto bytes = soundBytes(layout, {claimed, present}, block, size);
      sound = {at + kHead, static_cast<std::int64_t>(bytes)};
      if (bytes != claimed) break;  // nobody knows where the next chunk is
    }
    if (claimed > present) break;
    const std::int64_t whole = kHead + static_cast<std::int64_t>(claimed);
    if (isOneOf(head, {"desc", "kuki", "pakt"})) packing.push_back({at, whole});
    at += whole;
  }
  if (!sound) return {};
  file.clear();
  file.append(0, 8);
  for (const Span& span : packing) file.append(span.begin, span.length);
  file.append("data" + bytesOf(static_cast<std::uint64_t>(sound->length), 8, endian::big));
  file.append(sound->begin, sound->length);
  return layout;
}

/// Sony's Wave64: identifiers of sixteen bytes, lengths that count the chunk's own head.
class W64Parser {
 public:
  explicit W64Parser(FileView& file) : file_(file), size_(file.fileSize()) {}

  std::optional<ContainerLayout> layOut() {
    std::int64_t at = kFirst;
    for (int chunk = 0; chunk < kMostChunks && at + kHead <= size_; ++chunk) {
      const std::string head = file_.bytesAt(at, kHead);
      const auto length = static_cast<std::int64_t>(numberAt(head, 16, 8));
      if (head.starts_with("data")) return show(at, std::max<std::int64_t>(length - kHead, 0));
      if (length < kHead || length > size_ - at) return {};
      const std::int64_t padded = (length + 7) / 8 * 8;
      if (head.starts_with("fmt "))
        block_ = std::max<std::uint64_t>(1, numberAt(file_.bytesAt(at + kHead, 16), 12, 2));
      if (isOneOf(head, {"fmt ", "fact"})) packing_.push_back({at, padded});
      at += padded;
    }
    return {};
  }

 private:
  ContainerLayout show(std::int64_t at, std::int64_t claimed) {
    ContainerLayout layout;
    const std::int64_t body = at + kHead;
    const auto sound = soundBytes(
        layout, {static_cast<std::uint64_t>(claimed), static_cast<std::uint64_t>(size_ - body)},
        block_, size_);
    auto whole = static_cast<std::uint64_t>(kFirst + kHead) + sound;
    for (const Span& span : packing_) whole += static_cast<std::uint64_t>(span.length);
    const std::string riff = file_.bytesAt(0, 16);
    file_.clear();
    file_.append(riff + bytesOf(whole, 8));
    file_.append(24, 16);  // the identifier of WAVE
    for (const Span& span : packing_) file_.append(span.begin, span.length);
    file_.append(at, 16);
    file_.append(bytesOf(static_cast<std::uint64_t>(kHead) + sound, 8));
    file_.append(body, static_cast<std::int64_t>(sound));
    return layout;
  }

  static constexpr std::int64_t kHead = 24;
  static constexpr std::int64_t kFirst = 40;  // behind the identifiers of RIFF and WAVE
  FileView& file_;
  std::int64_t size_;
  std::uint64_t block_ = 1;
  std::vector<Span> packing_;
};

/// The file with other bytes in place of those at `at`.
void patch(FileView& file, std::int64_t at, const std::string& bytes) {
  file.clear();
  file.append(0, at);
  file.append(bytes);
  const auto behind = at + static_cast<std::int64_t>(bytes.size());
  file.append(behind, file.fileSize() - behind);
}

std::optional<ContainerLayout> layOutAu(FileView& file, endian order) {
  const std::string head = file.bytesAt(0, 24);
  if (head.size() < 24) return {};
  const auto at = numberAt(head, 4, 4, order);
  const auto length = numberAt(head, 8, 4, order);
  const auto size = static_cast<std::uint64_t>(file.fileSize());
  if (at < 24 || at > size) return {};
  ContainerLayout layout;
  // 8 bits the sample at least: a block that is too small only makes the judgement stricter.
  const auto sound =
      soundBytes(layout, {length, size - at},
                 std::max<std::uint64_t>(numberAt(head, 20, 4, order), 1), file.fileSize());
  if (sound != length)
    patch(file, 8, bytesOf(std::min<std::uint64_t>(sound, 0xffffffff), 4, order));
  return layout;
}

}  // namespace

bool isPlaceholder(std::uint64_t length) {
  constexpr std::uint64_t kStep = std::uint64_t{16} << 20;
  constexpr std::uint64_t kHeader = 128;
  if (length == 0 || length >> 62) return true;  // no disk holds as much
  if (length + kHeader < 16 * kStep) return false;
  // 0x7ffff000 and its like: sox and arecord stop at a whole page below 2^31.
  if ((length >= 0x7ffff000 && length <= 0x80000000) || (length >= 0xfffff000 && length >> 32 == 0))
    return true;
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
  if (isWav(start)) return layOutWav(file, start);
  if (begins("FORM") && (start.ends_with("AIFF") || start.ends_with("AIFC")))
    return AiffParser(file).layOut(start.substr(8));
  if (begins("caff")) return layOutCaf(file);
  if (begins("riff")) return W64Parser(file).layOut();
  if (begins(".snd")) return layOutAu(file, endian::big);
  if (begins("dns.")) return layOutAu(file, endian::little);
  return {};
}

}  // namespace timbre::audio
