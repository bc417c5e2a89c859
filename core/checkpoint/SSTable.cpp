#include "checkpoint/SSTable.h"

#include <snappy.h>

#include <cstdint>
#include <cstring>
#include <optional>

#include "base/Crc32c.h"

namespace timbre::checkpoint {

namespace {

constexpr std::size_t kFooterBytes = 48;
constexpr std::uint64_t kMagic = 0xdb4775248b80fb57u;
constexpr std::size_t kTrailerBytes = 5;   // the type of a block and its checksum
constexpr std::size_t kSnappyAtMost = 24;  // its densest element makes 64 bytes of 3
/// How many bytes of keys and values a byte of the table may stand for: keys share their
/// beginnings, but never so much.
constexpr std::size_t kExpandsAtMost = 32;

/// Takes numbers off the front of some bytes; after the first that is not there, only failures.
class Cursor {
 public:
  explicit Cursor(std::string_view bytes) : rest_(bytes) {}

  std::optional<std::uint64_t> varint() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64 && !rest_.empty(); shift += 7) {
      const auto byte = static_cast<unsigned char>(rest_.front());
      rest_.remove_prefix(1);
      value |= std::uint64_t{byte & 127u} << shift;
      if (byte < 128) return value;
    }
    rest_ = {};
    return {};
  }
  std::optional<std::string_view> take(std::uint64_t count) {
    if (count > rest_.size()) return {};
    const auto taken = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return taken;
  }
  bool empty() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

std::uint32_t fixed32(std::string_view bytes) {
  std::uint32_t value;
  std::memcpy(&value, bytes.data(), sizeof value);
  return value;
}

struct Handle {
  std::uint64_t offset, size;
};

std::optional<Handle> takeHandle(Cursor& cursor) {
  const auto offset = cursor.varint();
  const auto size = cursor.varint();
  if (!offset || !size) return {};
  return Handle{*offset, *size};
}

using Plain = tl::expected<std::string, const char*>;
using Wrong = tl::unexpected<const char*>;

/// The content of a block, checked and unpacked; or what is wrong with it.
Plain blockAt(std::string_view table, const Handle& at) {
  constexpr const char* kOutside = "points outside the file";
  if (at.offset > table.size() || table.size() - at.offset < kTrailerBytes ||
      at.size > table.size() - at.offset - kTrailerBytes)
    return Wrong(kOutside);
  const auto stored = table.substr(at.offset, at.size + 1);
  const auto sum = fixed32(table.substr(at.offset + at.size + 1, 4));
  if (maskedCrc(crc32c(stored)) != sum) return Wrong("has a wrong checksum");
  const auto content = stored.substr(0, at.size);
  if (stored.back() == 0) return std::string(content);
  if (stored.back() != 1) return Wrong("is compressed in an unknown way");
  std::size_t size = 0;
  std::string plain;
  if (!snappy::GetUncompressedLength(content.data(), content.size(), &size) ||
      size / kSnappyAtMost > content.size() ||
      !snappy::Uncompress(content.data(), content.size(), &plain))
    return Wrong("has a block that cannot be decompressed");
  return plain;
}

/// Adds the rows of one block; what is wrong with it, or null. `room`: bytes that may still be
/// made.
const char* addRows(std::string_view block, SSTableRows& rows, std::size_t& room) {
  if (block.size() < 4) return "has an incomplete block";
  const std::uint64_t restarts = fixed32(block.substr(block.size() - 4));
  if (restarts > (block.size() - 4) / 4) return "has an incomplete block";
  Cursor cursor(block.substr(0, block.size() - 4 - 4 * restarts));
  std::string key;
  for (bool first = true; !cursor.empty(); first = false) {
    const auto shared = cursor.varint(), unshared = cursor.varint(), length = cursor.varint();
    if (!shared || !unshared || !length || *shared > key.size()) return "has a broken row";
    const auto suffix = cursor.take(*unshared);
    const auto value = cursor.take(*length);
    if (!suffix || !value) return "has a broken row";
    std::string next = key.substr(0, *shared).append(*suffix);
    if (!first && next <= key) return "is not sorted";
    const std::size_t made = next.size() + value->size() + 64;
    if (made > room) return "is far larger than its file allows";
    room -= made;
    key = next;
    rows.emplace_back(std::move(next), std::string(*value));
  }
  return nullptr;
}

}  // namespace

bool endsAsSSTable(std::string_view lastBytes) {
  if (lastBytes.size() < 8) return false;
  std::uint64_t magic;
  std::memcpy(&magic, lastBytes.data() + lastBytes.size() - 8, sizeof magic);
  return magic == kMagic;
}

Result<SSTableRows> readSSTable(std::string_view bytes, const std::string& origin) {
  const auto bad = [&](const std::string& what) {
    return fail(ErrorCode::BadFormat, origin + " " + what + "; download the checkpoint again");
  };
  if (bytes.size() < kFooterBytes || !endsAsSSTable(bytes))
    return bad("is not the index of a TensorFlow checkpoint, or is cut short");
  Cursor footer(bytes.substr(bytes.size() - kFooterBytes));
  const auto metaIndex = takeHandle(footer);
  const auto index = takeHandle(footer);
  if (!metaIndex || !index) return bad("has a broken end");
  const auto body = bytes.substr(0, bytes.size() - kFooterBytes);
  std::size_t room = kExpandsAtMost * bytes.size() + (std::size_t{1} << 16);
  const auto top = blockAt(body, *index);
  if (!top) return bad(top.error());
  SSTableRows blocks, rows;
  std::uint64_t end = 0;  // blocks lie one after another, so that none is looked at twice
  if (const auto* wrong = addRows(*top, blocks, room)) return bad(wrong);
  for (const auto& [lastKey, where] : blocks) {
    Cursor cursor(where);
    const auto handle = takeHandle(cursor);
    if (!handle || handle->offset < end) return bad("has a broken row");
    const auto block = blockAt(body, *handle);
    if (!block) return bad(block.error());
    end = handle->offset + handle->size;
    const std::size_t before = rows.size();
    if (const auto* wrong = addRows(*block, rows, room)) return bad(wrong);
    if (before > 0 && before < rows.size() && rows[before].first <= rows[before - 1].first)
      return bad("is not sorted");
  }
  return rows;
}

}  // namespace timbre::checkpoint
