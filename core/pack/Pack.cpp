#include "pack/Pack.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <nlohmann/json.hpp>
#include <numeric>

#include "base/Units.h"
#include "dataset/NoteInfo.h"
#include "model/SafeTensors.h"
#include "pack/Format.h"

namespace timbre::pack {
namespace {

using model::SafeTensors;
using nlohmann::json;
using Type = SafeTensors::Type;

tl::unexpected<Error> bad(const std::filesystem::path& path, const std::string& what) {
  return fail(ErrorCode::BadFormat,
              path.string() + " " + what + "; make the pack again with `timbre pack`");
}

/// The whole file as it was when it was opened.
class Mapping {
 public:
  static Result<Mapping> open(const std::filesystem::path& path) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0)
      return fail(ErrorCode::NotFound,
                  "Cannot open the pack " + path.string() + "; check the path");
    struct stat about {};
    void* begin = MAP_FAILED;
    if (::fstat(file, &about) == 0 && about.st_size > 0)
      begin =
          ::mmap(nullptr, static_cast<std::size_t>(about.st_size), PROT_READ, MAP_SHARED, file, 0);
    ::close(file);
    if (begin == MAP_FAILED)
      return fail(ErrorCode::Internal, "Cannot map " + path.string() +
                                           " into memory; copy it to a local disk and try again");
    return Mapping(static_cast<const std::uint8_t*>(begin),
                   static_cast<std::uint64_t>(about.st_size));
  }
  Mapping(Mapping&& other) noexcept
      : begin_(std::exchange(other.begin_, nullptr)), size_(other.size_) {}
  Mapping& operator=(Mapping&&) = delete;
  ~Mapping() {
    if (begin_) ::munmap(const_cast<std::uint8_t*>(begin_), size_);
  }
  const std::uint8_t* at(std::uint64_t offset) const { return begin_ + offset; }
  std::uint64_t size() const { return size_; }

 private:
  Mapping(const std::uint8_t* begin, std::uint64_t size) : begin_(begin), size_(size) {}
  const std::uint8_t* begin_;
  std::uint64_t size_;
};

/// Where the columns of the table stand in the file.
struct Places {
  std::uint64_t samples, pitch, velocity, family, source, split, qualities, instrument, instruments;
  std::uint64_t notes, instrumentBytes;
};

Result<Places> placesOf(const SafeTensors& file) {
  const auto format = file.metadata().find("format");
  if (format == file.metadata().end() || format->second != kFormat)
    return bad(file.path(), "is no training pack");
  const auto version = file.metadata().find("version");
  if (version == file.metadata().end() || version->second != kVersion)
    return fail(ErrorCode::Unsupported,
                file.path().string() + " was made by a newer version of this program; update it");
  Places places{};
  const auto samples = file.tensors().find("samples");
  if (samples == file.tensors().end() || samples->second.shape.size() != 2)
    return bad(file.path(), "lacks its samples");
  const std::int64_t notes = samples->second.shape[0];
  if (notes < 1 || notes > 1 << 30) return bad(file.path(), "holds no notes");
  places.notes = static_cast<std::uint64_t>(notes);
  struct Column {
    std::string_view name;
    Type type;
    model::Shape shape;
    std::uint64_t& place;
  };
  const std::array columns{Column{"samples", Type::U8, {notes, kNoteSamples}, places.samples},
                           Column{"pitch", Type::U8, {notes}, places.pitch},
                           Column{"velocity", Type::U8, {notes}, places.velocity},
                           Column{"family", Type::U8, {notes}, places.family},
                           Column{"source", Type::U8, {notes}, places.source},
                           Column{"split", Type::U8, {notes}, places.split},
                           Column{"qualities", Type::U16, {notes}, places.qualities},
                           Column{"instrument", Type::I32, {notes}, places.instrument}};
  for (const Column& column : columns) {
    const auto found = file.tensors().find(column.name);
    if (found == file.tensors().end() || found->second.type != column.type ||
        found->second.shape != column.shape)
      return bad(file.path(), "has no column \"" + std::string(column.name) +
                                  "\" of the kind a training pack has");
    column.place = found->second.offset;
  }
  const auto names = file.tensors().find("instruments");
  if (names == file.tensors().end() || names->second.type != Type::U8)
    return bad(file.path(), "lacks its table of instruments");
  places.instruments = names->second.offset;
  places.instrumentBytes = names->second.bytes;
  return places;
}

Result<std::vector<Instrument>> instrumentsOf(const std::filesystem::path& path,
                                              std::string_view text) {
  const json table = json::parse(text, nullptr, false);
  std::vector<Instrument> instruments;
  if (!table.is_array() || table.empty()) return bad(path, "has a broken table of instruments");
  for (const json& entry : table) {
    const bool whole = entry.is_object() && entry.contains("name") && entry["name"].is_string() &&
                       entry.contains("sample_set") && entry["sample_set"].is_string();
    if (!whole) return bad(path, "has a broken table of instruments");
    instruments.push_back(
        {entry["name"].get<std::string>(), entry["sample_set"].get<std::string>()});
  }
  return instruments;
}

template <class T>
T numberAt(const Mapping& file, std::uint64_t column, std::uint64_t index) {
  T value;
  std::memcpy(&value, file.at(column + index * sizeof(T)), sizeof(T));
  return value;
}

}  // namespace

struct Pack::Content {
  std::filesystem::path path;
  Mapping file;
  Places places;
  std::vector<Instrument> instruments;

  /// The numbers as they stand there; only `checked` may have them out of range.
  Label label(std::uint64_t i) const {
    Label label;
    label.pitch = *file.at(places.pitch + i);
    label.velocity = *file.at(places.velocity + i);
    label.family = *file.at(places.family + i);
    label.source = *file.at(places.source + i);
    label.qualities = numberAt<std::uint16_t>(file, places.qualities, i);
    label.instrument = numberAt<std::int32_t>(file, places.instrument, i);
    label.split = static_cast<Split>(*file.at(places.split + i));
    return label;
  }

  Result<void> checked() const {
    for (std::uint64_t i = 0; i < places.notes; ++i) {
      const Label l = label(i);
      const bool possible = l.pitch < 128 && l.velocity < 128 &&
                            l.family < static_cast<int>(dataset::kFamilies.size()) &&
                            l.source < static_cast<int>(dataset::kSources.size()) &&
                            l.instrument >= 0 &&
                            l.instrument < static_cast<int>(instruments.size()) &&
                            static_cast<int>(l.split) < kSplits &&
                            numberAt<std::uint16_t>(file, places.qualities, i) < 1 << 10;
      if (!possible)
        return bad(path, "says something of note " + std::to_string(i) + " that cannot be");
    }
    return {};
  }
};

Result<Pack> Pack::open(const std::filesystem::path& path) {
  const auto header = SafeTensors::open(path);
  if (!header && header.error().code == ErrorCode::NotFound)
    return fail(ErrorCode::NotFound, "Cannot open the pack " + path.string() + "; check the path");
  if (!header) return tl::unexpected(Error(header.error()).during("Opening a training pack"));
  const auto places = placesOf(*header);
  if (!places) return tl::unexpected(places.error());
  auto file = Mapping::open(path);
  if (!file) return tl::unexpected(file.error());
  // The offsets were held against the file as it stood a moment ago.
  std::uint64_t end = 0;
  for (const auto& [name, tensor] : header->tensors())
    end = std::max(end, tensor.offset + tensor.bytes);
  if (file->size() != end) return bad(path, "changed while it was opened");
  const std::string_view names(reinterpret_cast<const char*>(file->at(places->instruments)),
                               places->instrumentBytes);
  auto instruments = instrumentsOf(path, names);
  if (!instruments) return tl::unexpected(instruments.error());
  auto content =
      std::make_shared<Content>(Content{path, std::move(*file), *places, std::move(*instruments)});
  if (auto checked = content->checked(); !checked) return tl::unexpected(checked.error());
  return Pack(std::move(content));
}

const std::filesystem::path& Pack::path() const {
  return content_->path;
}

int Pack::notes() const {
  return static_cast<int>(content_->places.notes);
}

std::span<const std::uint8_t> Pack::note(int index) const {
  const auto place =
      content_->places.samples + static_cast<std::uint64_t>(index) * std::uint64_t{kNoteSamples};
  return {content_->file.at(place), static_cast<std::size_t>(kNoteSamples)};
}

Label Pack::label(int index) const {
  return content_->label(static_cast<std::uint64_t>(index));
}

std::span<const Instrument> Pack::instruments() const {
  return content_->instruments;
}

Result<std::vector<int>> Pack::of(Split split) const {
  std::vector<int> indices;
  for (int i = 0; i < notes(); ++i)
    if (label(i).split == split) indices.push_back(i);
  if (indices.empty())
    return fail(ErrorCode::BadFormat, path().string() + " holds no " + std::string(nameOf(split)) +
                                          " notes; make a pack whose splits leave some");
  return indices;
}

}  // namespace timbre::pack
