#include "checkpoint/TensorBundle.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdio>
#include <cstring>
#include <optional>
#include <tuple>

#include "base/CountText.h"
#include "base/Crc32c.h"
#include "checkpoint/FindCheckpoint.h"
#include "checkpoint/SSTable.h"
#include "checkpoint/bundle.pb.h"

namespace timbre::checkpoint {

static_assert(std::endian::native == std::endian::little, "checkpoints are little-endian");

namespace {

constexpr int kMostShards = 1000;
constexpr int kMostAxes = 16;

struct TypeRow {
  int number;
  std::string_view name;
  std::uint64_t bytes;
};
constexpr std::array kTypes{
    TypeRow{1, "float32", 4},      TypeRow{2, "float64", 8},   TypeRow{3, "int32", 4},
    TypeRow{4, "uint8", 1},        TypeRow{5, "int16", 2},     TypeRow{6, "int8", 1},
    TypeRow{7, "string", 0},       TypeRow{8, "complex64", 8}, TypeRow{9, "int64", 8},
    TypeRow{10, "bool", 1},        TypeRow{14, "bfloat16", 2}, TypeRow{17, "uint16", 2},
    TypeRow{18, "complex128", 16}, TypeRow{19, "float16", 2},  TypeRow{22, "uint32", 4},
    TypeRow{23, "uint64", 8}};

const TypeRow* rowOf(Type type) {
  const auto found = std::find_if(kTypes.begin(), kTypes.end(), [&](const TypeRow& row) {
    return row.number == static_cast<int>(type);
  });
  return found == kTypes.end() ? nullptr : &*found;
}

/// The shape of a record, or nothing when it is none.
std::optional<model::Shape> shapeOf(const proto::Shape& record) {
  if (record.unknown_rank() || record.dim_size() > kMostAxes) return {};
  model::Shape shape;
  std::uint64_t count = 1;
  for (const auto& dim : record.dim()) {
    if (dim.size() < 0 ||
        __builtin_mul_overflow(count, static_cast<std::uint64_t>(dim.size()), &count))
      return {};
    shape.push_back(dim.size());
  }
  return shape;
}

/// "model.ckpt-7.data-00000-of-00001"
std::string shardName(const std::string& prefix, int shard, int shards) {
  std::array<char, 32> ending{};
  std::snprintf(ending.data(), ending.size(), ".data-%05d-of-%05d", shard, shards);
  return prefix + ending.data();
}

template <class T, class Convert>
void widen(std::string_view bytes, std::vector<float>& out, Convert convert) {
  out.resize(bytes.size() / sizeof(T));
  for (std::size_t i = 0; i < out.size(); ++i) {
    T value;
    std::memcpy(&value, bytes.data() + i * sizeof(T), sizeof(T));
    out[i] = convert(value);
  }
}

/// `bytes` holds whole numbers: pieces are cut at mebibytes.
void toFloats(Type type, std::string_view bytes, std::vector<float>& out) {
  if (type == Type::Float16) return widen<std::uint16_t>(bytes, out, &model::halfToFloat);
  if (type == Type::BFloat16)
    return widen<std::uint16_t>(
        bytes, out, [](std::uint16_t b) { return std::bit_cast<float>(std::uint32_t{b} << 16); });
  widen<float>(bytes, out, [](float value) { return value; });
}

}  // namespace

std::string nameOf(Type type) {
  const auto* row = rowOf(type);
  return row ? std::string(row->name) : "type " + std::to_string(static_cast<int>(type));
}

std::uint64_t bytesOf(Type type) {
  const auto* row = rowOf(type);
  return row ? row->bytes : 0;
}

Result<TensorBundle> TensorBundle::open(const std::filesystem::path& place, Progress& progress) {
  auto located = findCheckpoint(place, progress);
  if (!located) return tl::unexpected(located.error());
  TensorBundle bundle(place, std::move(located->source));
  if (auto read = bundle.readIndex(located->index); !read) return tl::unexpected(read.error());
  return bundle;
}

Result<void> TensorBundle::readIndex(std::size_t member) {
  const std::string file = source_->members()[member].name;
  const std::string prefix = file.substr(0, file.rfind(".index"));
  name_ = baseName(prefix);
  const std::string origin = place_.string() + ": " + std::string(baseName(file));
  const auto bytes = source_->whole(member);
  if (!bytes) return tl::unexpected(bytes.error());
  const auto rows = readSSTable(*bytes, origin);
  if (!rows) return tl::unexpected(rows.error());
  proto::Header header;
  if (rows->empty() || !rows->front().first.empty() ||
      !header.ParseFromString(rows->front().second))
    return fail(ErrorCode::BadFormat, origin + " has no header; download the checkpoint again");
  if (header.endianness() != 0)
    return fail(ErrorCode::Unsupported,
                origin + " comes from a big-endian machine; save it on a little-endian one");
  if (header.version().min_consumer() > 1)
    return fail(ErrorCode::Unsupported, origin + " needs a reader of version " +
                                            std::to_string(header.version().min_consumer()) +
                                            "; save it in version 1");
  if (auto found = findShards(prefix, header.num_shards()); !found) return found;
  for (auto row = rows->begin() + 1; row != rows->end(); ++row)
    if (auto added = addTensor(row->first, row->second); !added) return added;
  return {};
}

Result<void> TensorBundle::findShards(const std::string& prefix, int count) {
  const std::string origin = place_.string() + ": " + name_;
  if (count < 1 || count > kMostShards)
    return fail(ErrorCode::BadFormat, origin + ".index lists " + countText(count, "data file") +
                                          "; download the checkpoint again");
  const auto& members = source_->members();
  for (int shard = 0; shard < count; ++shard) {
    const auto name = shardName(prefix, shard, count);
    const auto found = std::find_if(members.begin(), members.end(),
                                    [&](const Member& m) { return m.name == name; });
    if (found == members.end())
      return fail(ErrorCode::BadFormat, origin + ".index needs " + std::string(baseName(name)) +
                                            " beside it; download that file too");
    shards_.push_back(static_cast<std::size_t>(found - members.begin()));
  }
  return {};
}

Result<void> TensorBundle::addTensor(const std::string& name, const std::string& record) {
  const std::string origin = place_.string() + ": " + name_ + ".index";
  const auto bad = [&](const std::string& what) {
    return fail(ErrorCode::BadFormat,
                origin + ": Tensor " + name + " " + what + "; download the checkpoint again");
  };
  proto::Entry entry;
  if (!entry.ParseFromString(record)) return bad("has a broken record");
  auto shape = shapeOf(entry.shape());
  if (!shape || entry.offset() < 0 || entry.size() < 0 || entry.shard_id() < 0 ||
      static_cast<std::size_t>(entry.shard_id()) >= shards_.size())
    return bad("has an impossible shape or offset");
  Tensor tensor{static_cast<Type>(entry.dtype()),
                std::move(*shape),
                entry.shard_id(),
                static_cast<std::uint64_t>(entry.offset()),
                static_cast<std::uint64_t>(entry.size()),
                entry.crc32c(),
                entry.slices_size() > 0};
  const auto held = source_->members()[shards_[static_cast<std::size_t>(tensor.shard)]].bytes;
  if (!tensor.sliced && (tensor.offset > held || tensor.bytes > held - tensor.offset))
    return bad("should end at byte " + std::to_string(tensor.offset + tensor.bytes) +
               " of a data file of " + std::to_string(held));
  if (const auto each = bytesOf(tensor.type); each > 0 && !tensor.sliced) {
    std::uint64_t count = 1;
    for (const auto size : tensor.shape) count *= static_cast<std::uint64_t>(size);
    if (tensor.bytes % each != 0 || tensor.bytes / each != count)
      return bad("has " + countText(tensor.bytes, "byte") + ", which does not match its shape " +
                 model::describe(tensor.shape));
  }
  tensors_.emplace(name, std::move(tensor));
  return {};
}

Result<std::vector<std::string>> TensorBundle::inOrder(std::vector<std::string> names) const {
  const auto place = [&](const std::string& name) {
    const Tensor& t = tensors_.find(name)->second;
    return std::tuple(shards_[static_cast<std::size_t>(t.shard)], t.offset, t.bytes);
  };
  std::sort(names.begin(), names.end(),
            [&](const auto& a, const auto& b) { return place(a) < place(b); });
  for (std::size_t i = 1; i < names.size(); ++i) {
    const auto [member, offset, bytes] = place(names[i - 1]);
    const auto [nextMember, nextOffset, nextBytes] = place(names[i]);
    if (member == nextMember && nextOffset - offset < bytes)
      return fail(ErrorCode::BadFormat, place_.string() + ": Tensors " + names[i - 1] + " and " +
                                            names[i] + " overlap; download the checkpoint again");
  }
  return names;
}

Result<void> TensorBundle::read(std::span<const std::string> names, const Sink& sink,
                                Progress& progress) const {
  std::vector<Piece> pieces;
  for (const auto& name : names) {
    const Tensor& tensor = tensors_.find(name)->second;
    const std::string who = place_.string() + ": Tensor " + name;
    if (tensor.sliced)
      return fail(ErrorCode::Unsupported,
                  who + " is stored in slices; save the model without partitioned variables");
    if (tensor.type != Type::Float32 && tensor.type != Type::Float16 &&
        tensor.type != Type::BFloat16)
      return fail(ErrorCode::Unsupported,
                  who + " holds " + nameOf(tensor.type) + " numbers; save the model with float32");
    pieces.push_back(
        {shards_[static_cast<std::size_t>(tensor.shard)], tensor.offset, tensor.bytes});
  }
  std::vector<float> numbers;
  std::uint32_t crc = 0;
  std::uint64_t seen = 0;
  return source_->stream(
      pieces,
      [&](std::size_t piece, std::string_view bytes) -> Result<void> {
        const Tensor& tensor = tensors_.find(names[piece])->second;
        crc = crc32c(bytes, crc);
        toFloats(tensor.type, bytes, numbers);
        if (auto taken = sink(piece, numbers); !taken) return taken;
        if ((seen += bytes.size()) < tensor.bytes) return {};
        const bool whole = maskedCrc(crc) == tensor.crc;
        crc = 0;
        seen = 0;
        if (whole) return {};
        return fail(ErrorCode::BadFormat,
                    place_.string() + ": Tensor " + names[piece] +
                        " has a wrong checksum; download the checkpoint again");
      },
      progress);
}

}  // namespace timbre::checkpoint
