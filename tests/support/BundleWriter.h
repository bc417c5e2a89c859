/// Writes TensorFlow V2 checkpoints for tests, by the format's description: nothing here is shared
/// with the reader but the checksum and Snappy.
#pragma once

#include <snappy.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/Crc32c.h"
#include "support/Protobuf.h"

namespace timbre::test {

/// A sorted table of rows.
class TableWriter {
 public:
  bool snappy = false;
  std::size_t blockBytes = 4096;
  /// Changes a block's content as it will be stored, before it gets its checksum.
  std::function<void(std::string&)> hurt{};

  std::string table(const std::map<std::string, std::string>& rows) {
    out_.clear();
    std::map<std::string, std::string> handles;
    Block block;
    std::string last;
    for (const auto& [key, value] : rows) {
      block.add(key, value);
      last = key;
      if (block.size() < blockBytes) continue;
      handles[last] = put(block.finished());
      block = {};
    }
    if (block.size() > 0) handles[last] = put(block.finished());
    const std::string meta = put(Block().finished());
    Block index;
    for (const auto& [key, handle] : handles) index.add(key, handle);
    std::string footer = meta + put(index.finished());
    footer.resize(40, '\0');
    return out_ + footer + fixed32(0x8b80fb57u) + fixed32(0xdb477524u);
  }

 private:
  class Block {
   public:
    void add(const std::string& key, const std::string& value) {
      std::size_t shared = 0;
      if (count_++ % 16 == 0) {
        restarts_.push_back(static_cast<std::uint32_t>(body_.size()));
      } else {
        while (shared < std::min(key.size(), last_.size()) && key[shared] == last_[shared])
          ++shared;
      }
      body_ += varint(shared) + varint(key.size() - shared) + varint(value.size()) +
               key.substr(shared) + value;
      last_ = key;
    }
    std::size_t size() const { return body_.size(); }
    std::string finished() const {
      std::string out = body_;
      for (const auto at : restarts_) out += fixed32(at);
      if (restarts_.empty()) return out + fixed32(0) + fixed32(1);
      return out + fixed32(static_cast<std::uint32_t>(restarts_.size()));
    }

   private:
    std::string body_, last_;
    std::vector<std::uint32_t> restarts_;
    int count_ = 0;
  };

  /// Returns the block's handle.
  std::string put(const std::string& plain) {
    std::string stored = plain;
    if (snappy) ::snappy::Compress(plain.data(), plain.size(), &stored);
    if (hurt) hurt(stored);
    const std::string handle = varint(out_.size()) + varint(stored.size());
    stored += static_cast<char>(snappy ? 1 : 0);
    out_ += stored + fixed32(maskedCrc(crc32c(stored)));
    return handle;
  }

  std::string out_;
};

struct TensorToWrite {
  std::vector<std::int64_t> shape;
  std::string bytes{};
  int type = 1;
  int shard = 0;
  bool sliced = false;
  std::function<void(std::string& record)> lie{};  ///< changes the record before it is written
};

inline TensorToWrite tensor(std::vector<std::int64_t> shape, const std::vector<float>& numbers) {
  return {std::move(shape),
          {reinterpret_cast<const char*>(numbers.data()), numbers.size() * sizeof(float)}};
}

struct BundleToWrite {
  std::map<std::string, TensorToWrite> tensors;
  int shards = 1;
  bool bigEndian = false;
  TableWriter table{};

  /// The content of each file, by the ending of its name.
  std::map<std::string, std::string> files() {
    std::map<std::string, std::string> rows, out;
    std::vector<std::string> data(static_cast<std::size_t>(shards));
    rows[""] = field(1, static_cast<std::uint64_t>(shards)) +
               (bigEndian ? field(2, 1) : std::string()) + field(3, field(1, 1));
    for (const auto& [name, t] : tensors) {
      std::string& shard = data[static_cast<std::size_t>(t.shard)];
      std::string record = recordOf(t, shard.size());
      if (t.lie) t.lie(record);
      rows[name] = record;
      shard += t.bytes;
    }
    out[".index"] = table.table(rows);
    for (int i = 0; i < shards; ++i) out[ending(i)] = data[static_cast<std::size_t>(i)];
    return out;
  }
  void write(const std::filesystem::path& prefix) {
    for (const auto& [end, bytes] : files())
      std::ofstream(prefix.string() + end, std::ios::binary) << bytes;
  }
  std::string ending(int shard) const {
    char text[32];
    std::snprintf(text, sizeof text, ".data-%05d-of-%05d", shard, shards);
    return text;
  }

  static std::string recordOf(const TensorToWrite& t, std::uint64_t offset) {
    return recordOf(t, offset, t.bytes.size(), maskedCrc(crc32c(t.bytes)));
  }
  static std::string recordOf(const TensorToWrite& t, std::uint64_t offset, std::uint64_t size,
                              std::uint32_t crc) {
    std::string shape;
    for (const auto n : t.shape) shape += field(2, field(1, static_cast<std::uint64_t>(n)));
    std::string record = field(1, static_cast<std::uint64_t>(t.type)) + field(2, shape);
    if (t.shard > 0) record += field(3, static_cast<std::uint64_t>(t.shard));
    if (offset > 0) record += field(4, offset);
    record += field(5, size) + varint(6 << 3 | 5) + fixed32(crc);
    return t.sliced ? record + field(7, std::string()) : record;
  }
};

/// A tar (ustar) of these files.
inline std::string tarOf(const std::vector<std::pair<std::string, std::string>>& files) {
  std::string out;
  for (const auto& [name, bytes] : files) {
    std::string head(512, '\0');
    head.replace(0, name.size(), name);
    head.replace(100, 8, std::string("0000644\0", 8));
    char size[13];
    std::snprintf(size, sizeof size, "%011zo", bytes.size());
    head.replace(124, 12, size, 12);
    head.replace(136, 12, std::string("00000000000\0", 12));
    head[156] = '0';
    head.replace(257, 8, std::string("ustar\00000", 8));
    head.replace(148, 8, "        ");
    unsigned sum = 0;
    for (const char c : head) sum += static_cast<unsigned char>(c);
    char check[8];
    std::snprintf(check, sizeof check, "%06o", sum);
    head.replace(148, 8, std::string(check, 6) + std::string("\0 ", 2));
    out += head + bytes;
    out.append((512 - bytes.size() % 512) % 512, '\0');
  }
  return out + std::string(1024, '\0');
}

}  // namespace timbre::test
