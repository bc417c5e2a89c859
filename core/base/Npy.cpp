#include "base/Npy.h"

#include <algorithm>
#include <bit>
#include <cctype>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <fstream>
#include <limits>
#include <numeric>
#include <string>
#include <string_view>

#include "base/AtomicFile.h"
#include "base/FileHandle.h"

namespace timbre {
static_assert(std::endian::native == std::endian::little,
              "arrays are written as they lie in memory");

namespace {

constexpr std::string_view kMagic{"\x93NUMPY", 6};

struct Header {
  std::string type;
  bool fortran = false;
  std::vector<std::int64_t> shape;
  std::size_t dataAt = 0;
};

/// The text after `'key':` in the header's Python dictionary.
std::string_view valueOf(std::string_view header, std::string_view key) {
  const auto at = header.find("'" + std::string(key) + "'");
  if (at == std::string_view::npos) return {};
  const auto colon = header.find(':', at);
  return colon == std::string_view::npos ? std::string_view{} : header.substr(colon + 1);
}

bool parseShape(std::string_view text, std::vector<std::int64_t>& shape) {
  const auto open = text.find('(');
  const auto close = text.find(')');
  if (open == std::string_view::npos || close == std::string_view::npos || close < open)
    return false;
  std::int64_t number = -1;
  for (const char c : text.substr(open + 1, close - open)) {
    if (std::isdigit(static_cast<unsigned char>(c))) {
      number = std::max<std::int64_t>(number, 0) * 10 + (c - '0');
      if (number > (std::int64_t{1} << 40)) return false;
    } else if (number >= 0) {
      shape.push_back(number);
      number = -1;
    }
  }
  return shape.size() <= 8;
}

bool parseHeader(std::string_view bytes, Header& header) {
  if (bytes.size() < 12 || bytes.substr(0, 6) != kMagic) return false;
  const int major = static_cast<unsigned char>(bytes[6]);
  const std::size_t prefix = major == 1 ? 10 : 12;
  std::size_t length = 0;
  for (std::size_t i = 0; i < prefix - 8; ++i)
    length |= static_cast<std::size_t>(static_cast<unsigned char>(bytes[8 + i])) << (8 * i);
  if (major < 1 || major > 3 || length > bytes.size() - prefix) return false;
  const std::string_view text = bytes.substr(prefix, length);
  const auto type = valueOf(text, "descr");
  const auto open = type.find('\'');
  const auto close = open == std::string_view::npos ? open : type.find('\'', open + 1);
  if (close == std::string_view::npos) return false;
  header.type = std::string(type.substr(open + 1, close - open - 1));
  const auto order = valueOf(text, "fortran_order");
  header.fortran = order.substr(0, std::min<std::size_t>(order.size(), 6)).find("True") !=
                   std::string_view::npos;
  header.dataAt = prefix + length;
  return parseShape(valueOf(text, "shape"), header.shape);
}

/// -1 when the product overflows what a file can hold.
std::int64_t countOf(std::span<const std::int64_t> shape) {
  std::int64_t count = 1;
  for (const auto n : shape) {
    if (n < 0 || (n > 0 && count > (std::int64_t{1} << 40) / n)) return -1;
    count *= n;
  }
  return count;
}

/// IEEE 754's 16 bits.
struct Half {
  std::uint16_t bits;

  explicit operator float() const {
    const float sign = bits & 0x8000 ? -1.0f : 1.0f;
    const int exponent = (bits >> 10) & 31, fraction = bits & 1023;
    if (exponent == 31)
      return fraction ? std::numeric_limits<float>::quiet_NaN()
                      : sign * std::numeric_limits<float>::infinity();
    if (exponent == 0) return sign * std::ldexp(static_cast<float>(fraction), -24);
    return sign * std::ldexp(static_cast<float>(fraction + 1024), exponent - 25);
  }
};

template <class T>
std::vector<float> valuesAs(std::string_view data, std::size_t count) {
  std::vector<T> raw(count);
  if (count) std::memcpy(raw.data(), data.data(), count * sizeof(T));
  std::vector<float> values(count);
  std::transform(raw.begin(), raw.end(), values.begin(), [](T x) { return static_cast<float>(x); });
  return values;
}

/// "big-endian numbers (>f4)"
std::string typeName(const std::string& type) {
  const std::string shown = " (" + type.substr(0, 16) + ")";
  if (type.ends_with('O')) return "Python objects" + shown;
  if (type.starts_with('>')) return "big-endian numbers" + shown;
  if (type.find('i') != std::string::npos || type.find('u') != std::string::npos)
    return "whole numbers" + shown;
  return "numbers of an unsupported type" + shown;
}

void turn(NpyArray<float>& array) {
  const auto rows = array.shape[0];
  const auto columns = array.shape[1];
  std::vector<float> turned(array.values.size());
  for (std::int64_t r = 0; r < rows; ++r)
    for (std::int64_t c = 0; c < columns; ++c) turned[r * columns + c] = array.values[c * rows + r];
  array.values = std::move(turned);
}

std::string headerFor(std::string_view type, std::span<const std::int64_t> shape) {
  std::string text = "{'descr': '" + std::string(type) + "', 'fortran_order': False, 'shape': (";
  for (std::size_t axis = 0; axis < shape.size(); ++axis)
    text += (axis > 0 ? ", " : "") + std::to_string(shape[axis]);
  if (shape.size() == 1) text += ',';
  text += "), }";
  while ((10 + text.size() + 1) % 64 != 0) text += ' ';
  text += '\n';
  std::string header(kMagic);
  header +=
      {'\x01', '\x00', static_cast<char>(text.size() & 255u), static_cast<char>(text.size() >> 8)};
  return header + text;
}

template <class T>
Result<void> writeArray(const std::filesystem::path& path, std::string_view type,
                        std::span<const std::int64_t> shape, std::span<const T> values) {
  if (countOf(shape) != static_cast<std::int64_t>(values.size()))
    return fail(ErrorCode::Internal, "The array for " + path.string() + " does not fill its shape");
  std::string bytes = headerFor(type, shape);
  bytes.append(reinterpret_cast<const char*>(values.data()), values.size_bytes());
  return writeBytesAtomically(path, std::as_bytes(std::span(bytes)));
}

}  // namespace

Result<NpyArray<float>> readNpy(const std::filesystem::path& path) {
  const auto bytes = readBytes(path);
  if (!bytes) return tl::unexpected(bytes.error());
  Header header;
  if (bytes->starts_with("PK\x03\x04"))
    return fail(ErrorCode::BadFormat,
                path.string() +
                    " is an archive of arrays (.npz); save the one array that you need as .npy");
  if (!parseHeader(*bytes, header))
    return fail(ErrorCode::BadFormat,
                path.string() + " is not a NumPy array file; choose an .npy file");
  const std::size_t size = header.type == "<f4"   ? 4
                           : header.type == "<f8" ? 8
                           : header.type == "<f2" ? 2
                                                  : 0;
  if (size == 0)
    return fail(ErrorCode::BadFormat, path.string() + " holds " + typeName(header.type) +
                                          "; save it as float32, as in "
                                          "numpy.save(file, array.astype('<f4'))");
  const auto count = countOf(header.shape);
  const std::string_view data = std::string_view(*bytes).substr(header.dataAt);
  if (count < 0 || static_cast<std::size_t>(count) > data.size() / size)
    return fail(ErrorCode::BadFormat,
                path.string() + " is shorter than its header says; save it again");
  NpyArray<float> array{header.shape, {}};
  const auto values = static_cast<std::size_t>(count);
  array.values = size == 4   ? valuesAs<float>(data, values)
                 : size == 8 ? valuesAs<double>(data, values)
                             : valuesAs<Half>(data, values);
  if (header.fortran && array.shape.size() == 2) turn(array);
  if (header.fortran && array.shape.size() > 2)
    return fail(ErrorCode::BadFormat, path.string() + " is in Fortran order; save it in C order");
  return array;
}

Result<void> writeNpy(const std::filesystem::path& path, std::span<const std::int64_t> shape,
                      std::span<const float> values) {
  return writeArray(path, "<f4", shape, values);
}

Result<void> writeNpy(const std::filesystem::path& path, std::span<const std::int64_t> shape,
                      std::span<const std::complex<float>> values) {
  return writeArray(path, "<c8", shape, values);
}

Result<void> writeNpy(const std::filesystem::path& path, std::span<const std::int64_t> shape,
                      const std::function<Result<void>(const NpySink&)>& fill) {
  return writeAtomically(path, [&](const std::filesystem::path& part) -> Result<void> {
    errno = 0;
    const auto unwritable = [&] { return tl::unexpected(cannotWrite(path, lastSystemError())); };
    std::ofstream file(part, std::ios::binary);
    file << headerFor("<f4", shape);
    std::int64_t written = 0;
    const auto filled = fill([&](std::span<const float> numbers) -> Result<void> {
      file.write(reinterpret_cast<const char*>(numbers.data()),
                 static_cast<std::streamsize>(numbers.size_bytes()));
      written += static_cast<std::int64_t>(numbers.size());
      if (!file) return unwritable();
      return {};
    });
    if (!filled) return filled;
    file.close();
    if (!file) return unwritable();
    if (written != countOf(shape))
      return fail(ErrorCode::Internal,
                  "The array for " + path.string() + " does not fill its shape");
    return {};
  });
}

}  // namespace timbre
