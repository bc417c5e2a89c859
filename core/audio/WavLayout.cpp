// isWav, wavInfo and layOutWav of ContainerLayout.h: every data chunk behind one header that is
// right.
#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "audio/ByteOrder.h"
#include "audio/ContainerLayout.h"
#include "base/CountText.h"

namespace timbre::audio {
namespace {

using std::endian;

constexpr int kMostChunks = 4096;
constexpr std::uint64_t kUnset = 0xffffffff;  // RF64: the length stands in ds64

enum Tag : std::uint64_t {
  kPcm = 1,
  kFloat = 3,
  kMpegLayer12 = 0x50,
  kMp3 = 0x55,
  kExtensible = 0xfffe
};

constexpr std::array<std::string_view, 34> kKnown{
    "fmt ", "data", "fact", "LIST", "bext", "JUNK", "junk", "FLLR", "PAD ", "cue ", "smpl", "inst",
    "iXML", "axml", "chna", "id3 ", "ID3 ", "PEAK", "_PMX", "aXML", "ds64", "acid", "strc", "plst",
    "adtl", "labl", "note", "ltxt", "afsp", "DISP", "minf", "elm1", "regn", "umid"};

bool isKnown(std::string_view id) {
  return std::ranges::find(kKnown, id) != kKnown.end();
}

bool isPrintable(std::string_view id) {
  return id.size() == 4 && std::ranges::all_of(id, [](char c) { return c >= 0x20 && c < 0x7f; });
}

struct Chunk {
  std::string id;
  std::uint64_t length = 0;
  std::int64_t body = 0;  ///< where it begins in the file
};

/// The chunks of one file, and what its sound is made of.
class WavParser {
 public:
  WavParser(FileView& file, endian order) : file_(file), size_(file.fileSize()), order_(order) {}

  std::string info() {
    walk();
    return info_;
  }

  std::optional<ContainerLayout> layOut(const std::string& kind) {
    walk();
    if (format_.size() < 16 || parts_.empty()) return {};
    repairFormat();
    show(kind);
    return std::move(layout_);
  }

 private:
  using Part = std::pair<std::int64_t, std::int64_t>;  // offset, length

  std::optional<Chunk> chunkAt(std::int64_t at) const {
    const std::string head = file_.bytesAt(at, 8);
    if (head.size() < 8) return {};
    return Chunk{head.substr(0, 4), numberAt(head, 4, 4, order_), at + 8};
  }

  /// The chunk behind one that ends at `end`; some writers forget to pad odd ones.
  std::optional<Chunk> next(std::int64_t end) const {
    const auto padded = chunkAt(end + (end & 1));
    const auto unpadded = end & 1 ? chunkAt(end) : padded;
    if (padded && isKnown(padded->id)) return padded;
    if (unpadded && isKnown(unpadded->id)) return unpadded;
    if (padded && isPrintable(padded->id)) return padded;
    return unpadded && isPrintable(unpadded->id) ? unpadded : std::nullopt;
  }

  void walk() {
    std::int64_t at = 12;
    for (int count = 0; count < kMostChunks; ++count) {
      const auto chunk = next(at);
      if (!chunk) break;
      std::uint64_t length = chunk->length;
      if (chunk->id == "ds64") dataLength64_ = numberAt(file_.bytesAt(chunk->body, 28), 8, 8);
      if (isJoinedFile(*chunk)) {
        at = chunk->body + 4;
        continue;
      }
      if (chunk->id == "fmt " && !takeFormat(*chunk)) return;
      if (chunk->id == "LIST") takeInfo(*chunk);
      if (chunk->id == "fact") fact_ = file_.bytesAt(chunk->body, 4);
      if (chunk->id == "data") length = takeData(*chunk);
      if (length > static_cast<std::uint64_t>(size_ - chunk->body)) return;
      at = chunk->body + static_cast<std::int64_t>(length);
    }
    if (!parts_.empty() && size_ - at > (size_ - parts_.front().first) / 10) tellRest(at);
  }

  /// A whole file behind the sound of the first, as `cat a.wav b.wav` makes it.
  bool isJoinedFile(const Chunk& chunk) const {
    return !parts_.empty() && (chunk.id == "RIFF" || chunk.id == "RIFX") &&
           file_.bytesAt(chunk.body, 4) == "WAVE";
  }

  /// False, with a remark, where a joined file has another format than the first.
  bool takeFormat(const Chunk& chunk) {
    const std::string told = file_.bytesAt(
        chunk.body, static_cast<std::int64_t>(std::min<std::uint64_t>(chunk.length, 4096)));
    if (format_.empty()) format_ = told;
    if (parts_.empty() || told == format_) return true;
    layout_.remarks.emplace_back(
        "holds a second sound of another format behind the first, which was not read");
    return false;
  }

  void takeInfo(const Chunk& chunk) {
    constexpr std::uint64_t kLongest = std::uint64_t{16} << 20;
    if (!info_.empty() || chunk.length > kLongest || file_.bytesAt(chunk.body, 4) != "INFO") return;
    info_ = file_.bytesAt(chunk.body + 4, static_cast<std::int64_t>(chunk.length) - 4);
  }

  /// Bytes of sound behind the chunk's head, where the file knows better than the head too.
  std::uint64_t takeData(const Chunk& chunk) {
    const auto present = static_cast<std::uint64_t>(size_ - chunk.body);
    std::uint64_t length = chunk.length;
    if (length == kUnset && dataLength64_ > 0) length = dataLength64_;
    if (length == 0 && (present == 0 || holdsChunks(chunk.body))) {
      if (parts_.empty()) parts_.emplace_back(chunk.body, 0);
      return 0;  // truly empty
    }
    // Recorders that never heard of RF64 count beyond 4 GiB from 0 again.
    constexpr std::uint64_t kWrap = std::uint64_t{1} << 32;
    const bool wrapped = length < kWrap && present >= kWrap && present - length >= kWrap - 65536;
    if (isPlaceholder(length) || wrapped) {
      if (length <= present && length > 0 && !wrapped) return take(chunk.body, length);
      return take(chunk.body, static_cast<std::uint64_t>(soundEnd(chunk.body) - chunk.body));
    }
    if (length > present)
      judgeLength(layout_, {length, present}, blockAlign(), static_cast<std::uint64_t>(size_));
    take(chunk.body, std::min(length, present));
    return length;
  }

  std::uint64_t take(std::int64_t offset, std::uint64_t length) {
    std::erase_if(parts_, [](const Part& part) { return part.second == 0; });
    parts_.emplace_back(offset, static_cast<std::int64_t>(length));
    return length;
  }

  /// Whether the file continues with a chunk, rather than with samples, at `at`.
  bool holdsChunks(std::int64_t at) const {
    const auto chunk = chunkAt(at);
    return chunk && isKnown(chunk->id) &&
           (chunk->length <= static_cast<std::uint64_t>(size_ - chunk->body) ||
            chunk->id == "data");
  }

  /// Where sound of unknown length ends: before the known chunks that lie behind it to the file's
  /// end, if any.
  std::int64_t soundEnd(std::int64_t from) const {
    constexpr std::int64_t kTail = 65536;
    const std::int64_t begin = std::max(from, size_ - kTail);
    const std::string tail = file_.bytesAt(begin, kTail);
    for (std::size_t at = 0; at + 8 <= tail.size(); ++at)
      if (isKnown(std::string_view(tail).substr(at, 4)) &&
          endsTheFile(begin + static_cast<std::int64_t>(at)))
        return begin + static_cast<std::int64_t>(at);
    return size_;
  }

  bool endsTheFile(std::int64_t at) const {
    for (int count = 0; count < kMostChunks; ++count) {
      const auto chunk = next(at);
      if (!chunk || !isKnown(chunk->id) || chunk->id == "data" ||
          chunk->length > static_cast<std::uint64_t>(size_ - chunk->body))
        return false;
      at = chunk->body + static_cast<std::int64_t>(chunk->length);
      if (size_ - at <= 1) return true;
    }
    return false;
  }

  void tellRest(std::int64_t at) {
    const std::string some = file_.bytesAt(at, 4096);
    if (std::ranges::all_of(some, [](char c) { return c == 0; })) return;
    layout_.remarks.push_back("has " + countText(size_ - at, "byte") +
                              " behind its sound, not part of it and not read");
  }

  std::uint64_t tag() const {
    const auto told = numberAt(format_, 0, 2, order_);
    return told == kExtensible ? numberAt(format_, 24, 2, order_) : told;
  }

  std::uint64_t blockAlign() const { return numberAt(format_, 12, 2, order_); }

  /// Block and byte rate as channels and bits have it, where those of the file are no use.
  void repairFormat() {
    if (tag() != kPcm && tag() != kFloat) return;
    const auto channels = numberAt(format_, 2, 2, order_);
    const auto rate = numberAt(format_, 4, 4, order_);
    const auto bits = numberAt(format_, 14, 2, order_);
    const auto least = channels * ((bits + 7) / 8);
    const auto align = blockAlign();
    if (channels == 0 || bits == 0 || align == least) return;
    const bool roomy = align > least && align <= channels * 8 && align % channels == 0;
    if (roomy && numberAt(format_, 8, 4, order_) == align * rate) return;  // 24 bits in 32
    format_.replace(8, 4, bytesOf(least * rate, 4, order_));
    format_.replace(12, 2, bytesOf(least, 2, order_));
  }

  void show(const std::string& kind) {
    std::uint64_t total = 0;
    for (const Part& part : parts_) total += static_cast<std::uint64_t>(part.second);
    layout_.mpeg = tag() == kMpegLayer12 || tag() == kMp3;
    file_.clear();
    if (!layout_.mpeg) file_.append(header(kind == "RIFX" ? "RIFX" : "RIFF", total));
    for (const Part& part : parts_) file_.append(part.first, part.second);
  }

  std::string header(const std::string& kind, std::uint64_t total) const {
    std::string body = "fmt " + bytesOf(format_.size(), 4, order_) + format_;
    if (format_.size() % 2) body += '\0';
    if (fact_.size() == 4 && tag() != kPcm && tag() != kFloat && numberAt(fact_, 0, 4, order_) > 0)
      body += "fact" + bytesOf(4, 4, order_) + fact_;
    const std::uint64_t whole = 4 + body.size() + 8 + total;
    if (whole < kUnset)
      return kind + bytesOf(whole, 4, order_) + "WAVE" + body + "data" + bytesOf(total, 4, order_);
    const std::string sizes =
        bytesOf(whole + 36, 8) + bytesOf(total, 8) + bytesOf(0, 8) + bytesOf(0, 4);
    return "RF64" + bytesOf(kUnset, 4) + "WAVE" + "ds64" + bytesOf(28, 4) + sizes + body + "data" +
           bytesOf(kUnset, 4);
  }

  FileView& file_;
  std::int64_t size_;
  endian order_;
  std::string format_;
  std::string fact_;
  std::string info_;
  std::uint64_t dataLength64_ = 0;
  std::vector<Part> parts_;
  ContainerLayout layout_;
};

}  // namespace

bool isWav(std::string_view start) {
  constexpr std::array<std::string_view, 4> kKinds{"RIFF", "RIFX", "RF64", "BW64"};
  return start.size() == 12 && start.ends_with("WAVE") &&
         std::ranges::find(kKinds, start.substr(0, 4)) != kKinds.end();
}

std::string wavInfo(FileView& file) {
  return WavParser(file, endian::little).info();
}

std::optional<ContainerLayout> layOutWav(FileView& file, const std::string& start) {
  const std::string kind = start.substr(0, 4);
  return WavParser(file, kind == "RIFX" ? endian::big : endian::little).layOut(kind);
}

}  // namespace timbre::audio
