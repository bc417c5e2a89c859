#include "model/SafeTensors.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>

#include "base/CountText.h"
#include "base/FileHandle.h"

namespace timbre::model {

static_assert(std::endian::native == std::endian::little, "safetensors files are little-endian");

using Type = SafeTensors::Type;
using nlohmann::json;

namespace {

/// The paper's full WaveNet needs 40 kB; a header beyond this is not a header of ours and would
/// only eat memory.
constexpr std::uint64_t kLongestHeader = std::uint64_t{8} << 20;

struct TypeEntry {
  std::string_view name;
  Type type;
  std::uint64_t bytes;
};
constexpr std::array kTypes{TypeEntry{"F64", Type::F64, 8},  TypeEntry{"F32", Type::F32, 4},
                            TypeEntry{"F16", Type::F16, 2},  TypeEntry{"BF16", Type::BF16, 2},
                            TypeEntry{"I64", Type::I64, 8},  TypeEntry{"I32", Type::I32, 4},
                            TypeEntry{"I16", Type::I16, 2},  TypeEntry{"I8", Type::I8, 1},
                            TypeEntry{"U64", Type::U64, 8},  TypeEntry{"U32", Type::U32, 4},
                            TypeEntry{"U16", Type::U16, 2},  TypeEntry{"U8", Type::U8, 1},
                            TypeEntry{"BOOL", Type::Bool, 1}};

std::uint64_t sizeOf(Type type) {
  return std::find_if(kTypes.begin(), kTypes.end(),
                      [&](const TypeEntry& e) { return e.type == type; })
      ->bytes;
}

/// Empty when it does not fit 64 bits.
std::optional<std::uint64_t> countOf(const Shape& shape) {
  std::uint64_t count = 1;
  for (const std::int64_t size : shape)
    if (size < 0 || __builtin_mul_overflow(count, static_cast<std::uint64_t>(size), &count))
      return std::nullopt;
  return count;
}

/// Bytes need no alignment: each number is copied out.
template <class T>
void convert(const std::vector<char>& bytes, std::vector<float>& out, float (*toFloat)(T)) {
  for (std::size_t i = 0; i < out.size(); ++i) {
    T value;
    std::memcpy(&value, bytes.data() + i * sizeof(T), sizeof(T));
    out[i] = toFloat(value);
  }
}
template <class T>
void convert(const std::vector<char>& bytes, std::vector<float>& out) {
  convert<T>(bytes, out, [](T value) { return static_cast<float>(value); });
}

void convertAll(Type type, const std::vector<char>& bytes, std::vector<float>& out) {
  switch (type) {
    case Type::F64:
      return convert<double>(bytes, out);
    case Type::F32:
      return convert<float>(bytes, out);
    case Type::F16:
      return convert<std::uint16_t>(bytes, out, &halfToFloat);
    case Type::BF16:
      return convert<std::uint16_t>(
          bytes, out, [](std::uint16_t b) { return std::bit_cast<float>(std::uint32_t{b} << 16); });
    case Type::I64:
      return convert<std::int64_t>(bytes, out);
    case Type::I32:
      return convert<std::int32_t>(bytes, out);
    case Type::I16:
      return convert<std::int16_t>(bytes, out);
    case Type::I8:
      return convert<std::int8_t>(bytes, out);
    case Type::U64:
      return convert<std::uint64_t>(bytes, out);
    case Type::U32:
      return convert<std::uint32_t>(bytes, out);
    case Type::U16:
      return convert<std::uint16_t>(bytes, out);
    case Type::U8:
    case Type::Bool:
      return convert<std::uint8_t>(bytes, out);
  }
}

/// A tensor's entry in the header, its place counted from the end of the header; or what is wrong
/// with it.
tl::expected<SafeTensors::Tensor, std::string> parseTensor(const json& entry) {
  SafeTensors::Tensor tensor;
  if (!entry.is_object() || !entry.contains("dtype") || !entry.contains("shape") ||
      !entry.contains("data_offsets"))
    return tl::unexpected<std::string>("lacks its type, shape or offsets");
  const auto& name = entry["dtype"];
  const auto type = std::find_if(kTypes.begin(), kTypes.end(),
                                 [&](const TypeEntry& e) { return name == e.name; });
  if (type == kTypes.end())
    return tl::unexpected<std::string>("has an unknown type " + name.dump());
  tensor.type = type->type;
  const auto& shape = entry["shape"];
  const auto& place = entry["data_offsets"];
  const auto whole = [](const json& n) {
    return n.is_number_unsigned() && n.get<std::uint64_t>() >> 62 == 0;
  };
  if (!shape.is_array() || !std::all_of(shape.begin(), shape.end(), whole))
    return tl::unexpected<std::string>("has no valid shape");
  if (!place.is_array() || place.size() != 2 || !whole(place[0]) || !whole(place[1]) ||
      place[1] < place[0])
    return tl::unexpected<std::string>("has no valid offsets");
  for (const auto& size : shape) tensor.shape.push_back(size.get<std::int64_t>());
  tensor.offset = place[0].get<std::uint64_t>();
  tensor.bytes = place[1].get<std::uint64_t>() - tensor.offset;
  const auto count = countOf(tensor.shape);
  if (!count || *count > std::numeric_limits<std::uint64_t>::max() / type->bytes ||
      *count * type->bytes != tensor.bytes)
    return tl::unexpected("has " + countText(tensor.bytes, "byte") +
                          ", which does not match its shape " + describe(tensor.shape));
  return tensor;
}

}  // namespace

float halfToFloat(std::uint16_t half) {
  const std::uint32_t sign = std::uint32_t{half & 0x8000u} << 16;
  const std::uint32_t exponent = (half >> 10) & 31u, fraction = half & 1023u;
  if (exponent == 0)  // zero and subnormals
    return (sign ? -1.0f : 1.0f) * static_cast<float>(fraction) * 0x1p-24f;
  const std::uint32_t wide = exponent == 31 ? 255u : exponent + 112u;
  return std::bit_cast<float>(sign | (wide << 23) | (fraction << 13));
}

std::string describe(const Shape& shape) {
  std::string text = "[";
  for (std::size_t i = 0; i < shape.size(); ++i) text += (i ? ", " : "") + std::to_string(shape[i]);
  return text + "]";
}

struct SafeTensors::File {
  FileHandle handle;
  std::uint64_t size = 0;

  /// False when the file ends before.
  bool read(std::uint64_t offset, char* out, std::uint64_t bytes) const {
    return handle.readAll(offset, std::as_writable_bytes(std::span(out, bytes))).has_value();
  }
};

SafeTensors::SafeTensors(std::filesystem::path path, std::shared_ptr<const File> file)
    : path_(std::move(path)), file_(std::move(file)) {}

Result<SafeTensors> SafeTensors::open(const std::filesystem::path& path) {
  auto handle = FileHandle::open(path, FileHandle::Mode::Read);
  if (!handle && handle.error() == std::errc::permission_denied)
    return fail(ErrorCode::NotFound,
                "The weights file " + path.string() + " cannot be read; check its permissions");
  if (!handle)
    return fail(ErrorCode::NotFound,
                "Cannot open the weights file " + path.string() + "; check the path");
  const auto status = handle->status();
  if (!status || !status->regular)
    return fail(ErrorCode::NotFound, path.string() + " is not a file; choose a safetensors file");
  SafeTensors opened(path, std::make_shared<File>(File{std::move(*handle), status->size}));
  if (auto read = opened.readHeader(); !read) return tl::unexpected(std::move(read.error()));
  return opened;
}

Result<void> SafeTensors::readHeader() {
  const auto bad = [&](const std::string& what) {
    return fail(ErrorCode::BadFormat,
                path_.string() + " " + what + "; download or export the weights again");
  };
  std::uint64_t length = 0;
  if (!file_->read(0, reinterpret_cast<char*>(&length), sizeof length))
    return bad("is too short for a safetensors file");
  if (length > kLongestHeader || length < 2) return bad("is not a safetensors file");
  if (length > file_->size - sizeof length) return bad("is truncated: it ends within its header");
  std::string text(length, '\0');
  if (!file_->read(sizeof length, text.data(), length))
    return bad("is truncated: it ends within its header");
  const json header = json::parse(text, nullptr, false);
  if (!header.is_object()) return bad("is not a safetensors file: its header is not a JSON object");

  const std::uint64_t begin = sizeof length + length;
  std::vector<std::pair<std::uint64_t, std::uint64_t>> places;
  for (const auto& [name, entry] : header.items()) {
    if (name == "__metadata__") {
      if (!entry.is_object()) return bad("has a broken header: its metadata is not a JSON object");
      for (const auto& [key, value] : entry.items())
        if (value.is_string()) metadata_.emplace(key, value.get<std::string>());
      continue;
    }
    auto tensor = parseTensor(entry);
    if (!tensor) return bad("has a broken header: tensor " + name + " " + tensor.error());
    places.emplace_back(tensor->offset, tensor->offset + tensor->bytes);
    tensor->offset += begin;
    tensors_.emplace(name, std::move(*tensor));
  }
  // The format allows neither overlaps nor holes, so the places in order must meet end to end.
  std::sort(places.begin(), places.end());
  std::uint64_t end = 0;
  for (const auto& [from, to] : places) {
    if (from != end) return bad("has a broken header: its tensors overlap or leave gaps");
    end = to;
  }
  const std::uint64_t held = file_->size - begin;
  if (held < end)
    return bad("is truncated: it holds " + std::to_string(held) + " of " + countText(end, "byte") +
               " of data");
  if (held > end) return bad("is longer than its header says");
  return {};
}

Result<void> SafeTensors::expect(std::string_view name, const Shape& shape) const {
  const auto found = tensors_.find(name);
  if (found == tensors_.end())
    return fail(ErrorCode::BadFormat,
                path_.string() + " lacks the tensor " + std::string(name) + " of shape " +
                    describe(shape) + ", which its configuration needs; export the weights again");
  if (found->second.shape != shape)
    return fail(ErrorCode::BadFormat, "Tensor " + std::string(name) + " of " + path_.string() +
                                          " has the shape " + describe(found->second.shape) +
                                          " where its configuration asks for " + describe(shape) +
                                          "; export the weights again");
  return {};
}

Result<std::vector<float>> SafeTensors::floats(std::string_view name, const Shape& shape) const {
  if (auto fits = expect(name, shape); !fits) return tl::unexpected(std::move(fits.error()));
  return floats(name);
}

Result<std::vector<float>> SafeTensors::floats(std::string_view name) const {
  const auto found = tensors_.find(name);
  if (found == tensors_.end())
    return fail(ErrorCode::BadFormat, path_.string() + " lacks the tensor " + std::string(name));
  const Tensor& tensor = found->second;
  // open() saw that the file holds this many bytes, so the size is no bigger than the file on disk.
  std::vector<float> out(tensor.bytes / sizeOf(tensor.type));
  if (tensor.type == Type::F32) {
    if (!file_->read(tensor.offset, reinterpret_cast<char*>(out.data()), tensor.bytes))
      return fail(ErrorCode::BadFormat,
                  path_.string() + " was shortened while it was being read; try again");
    return out;
  }
  std::vector<char> bytes(tensor.bytes);
  if (!file_->read(tensor.offset, bytes.data(), tensor.bytes))
    return fail(ErrorCode::BadFormat,
                path_.string() + " was shortened while it was being read; try again");
  convertAll(tensor.type, bytes, out);
  return out;
}

}  // namespace timbre::model
