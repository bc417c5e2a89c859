#include "similarity/VectorFile.h"

#include <algorithm>
#include <cstring>

#include "base/AtomicFile.h"
#include "base/ContentHash.h"
#include "base/Crc32c.h"
#include "base/FileHandle.h"
#include "base/FileLock.h"
#include "base/Files.h"

namespace timbre::similarity {
namespace {

constexpr std::uintmax_t kMostBytes = std::uintmax_t{1} << 30;

std::string_view bytesOf(std::span<const float> values) {
  const auto bytes = std::as_bytes(values);
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

template <class T>
void put(std::string& text, const T& value) {
  char bytes[sizeof value];
  std::memcpy(bytes, &value, sizeof value);
  text.append(bytes, sizeof value);
}

template <class T>
T get(std::string_view text, std::size_t at) {
  T value;
  std::memcpy(&value, text.data() + at, sizeof value);
  return value;
}

std::uint32_t checksum(std::uint64_t key, std::string_view vector) {
  std::string text;
  put(text, key);
  return crc32c(vector, crc32c(text));
}

}  // namespace

std::uint64_t keyOf(const dataset::NoteInfo& note) {
  std::string text = note.id + '\n' + note.file.string() + '\n' + std::to_string(note.at);
  std::error_code code;
  const auto date = std::filesystem::last_write_time(note.file, code);
  if (!code) text += '\n' + std::to_string(date.time_since_epoch().count());
  text += '\n' + std::to_string(sizeOf(note.file).value_or(0));
  return contentHashOf(std::string_view(text)).low;
}

VectorFile::VectorFile(std::filesystem::path file, std::string_view identity, int columns)
    : file_(std::move(file)),
      identity_(contentHashOf(identity).hex()),
      columns_(static_cast<std::size_t>(columns)) {
  read();
}

std::string VectorFile::header() const {
  std::string text = "TIMBREV1" + identity_;
  put(text, static_cast<std::uint64_t>(columns_));
  return text;
}

void VectorFile::read() {
  if (file_.empty()) return;
  const auto bytes = readBytes(file_, kMostBytes);
  const std::string begin = header();
  if (!bytes || !bytes->starts_with(begin)) return;
  fresh_ = false;
  const std::size_t vector = columns_ * sizeof(float);
  const std::size_t record = sizeof(std::uint64_t) + sizeof(std::uint32_t) + vector;
  std::vector<float> values(columns_);
  const std::size_t records = (bytes->size() - begin.size()) / record;
  places_.reserve(records);
  values_.reserve(records * columns_);
  for (std::size_t at = begin.size(); at + record <= bytes->size(); at += record) {
    const auto key = get<std::uint64_t>(*bytes, at);
    const auto sum = get<std::uint32_t>(*bytes, at + sizeof key);
    const auto content = std::string_view(*bytes).substr(at + sizeof key + sizeof sum, vector);
    if (checksum(key, content) != sum) continue;
    std::memcpy(values.data(), content.data(), vector);
    add(key, values);
  }
  unwritten_ = {};
  // A record cut short would shift what is appended: the next flush writes the file again.
  fresh_ = (bytes->size() - begin.size()) % record != 0;
  if (fresh_)
    for (const auto& [key, place] : places_) unwritten_.push_back(key);
}

bool VectorFile::find(std::uint64_t key, std::span<float> vector) const {
  const std::scoped_lock lock(mutex_);
  const auto found = places_.find(key);
  if (found == places_.end()) return false;
  std::copy_n(values_.begin() + static_cast<std::ptrdiff_t>(found->second * columns_), columns_,
              vector.begin());
  return true;
}

void VectorFile::add(std::uint64_t key, std::span<const float> vector) {
  const std::scoped_lock lock(mutex_);
  const auto [place, isNew] = places_.try_emplace(key, values_.size() / columns_);
  if (isNew) values_.resize(values_.size() + columns_);
  std::ranges::copy(vector.first(columns_),
                    values_.begin() + static_cast<std::ptrdiff_t>(place->second * columns_));
  unwritten_.push_back(key);
}

Result<void> VectorFile::flush() {
  const std::scoped_lock lock(mutex_);
  if (unwritten_.empty() || file_.empty()) return {};
  if (const auto made = makeFolders(file_.parent_path()); !made) return made;
  std::string text = fresh_ ? header() : std::string();
  for (const std::uint64_t key : unwritten_) {
    const auto vector = bytesOf(std::span(values_).subspan(places_.at(key) * columns_, columns_));
    put(text, key);
    put(text, checksum(key, vector));
    text += vector;
  }
  const auto bytes = std::as_bytes(std::span(text));
  const FileLock turn(file_.string() + ".lock", FileLock::When::Later, [] { return false; });
  if (fresh_) {
    if (const auto written = writeBytesAtomically(file_, bytes); !written) return written;
  } else {
    auto file = FileHandle::open(file_, FileHandle::Mode::Append);
    if (!file) return tl::unexpected(cannotWrite(file_, file.error()));
    const auto before = file->status();
    if (const auto written = file->write(bytes); !written) {
      if (before) (void)file->truncate(before->size);
      return tl::unexpected(cannotWrite(file_, written.error()));
    }
  }
  fresh_ = false;
  unwritten_ = {};
  return {};
}

std::size_t VectorFile::size() const {
  const std::scoped_lock lock(mutex_);
  return places_.size();
}

}  // namespace timbre::similarity
