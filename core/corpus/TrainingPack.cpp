#include "corpus/TrainingPack.h"

#include <unistd.h>

#include <array>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/FileHandle.h"
#include "base/Files.h"
#include "base/Units.h"
#include "corpus/Format.h"
#include "dataset/NoteInfo.h"
#include "model/SafeTensors.h"

namespace timbre::corpus {
namespace {

using model::SafeTensors;
using nlohmann::json;
using Type = SafeTensors::Type;

tl::unexpected<Error> bad(const std::filesystem::path& path, const std::string& what) {
  return fail(ErrorCode::BadFormat,
              path.string() + " " + what + "; make the pack again with `timbre pack`");
}

tl::unexpected<Error> cannotOpenPack(const std::filesystem::path& path) {
  const bool locked = pathExists(path) && ::access(path.c_str(), R_OK) != 0;
  return fail(ErrorCode::NotFound, "Cannot open the pack " + path.string() +
                                       (locked ? " (" + lastSystemError().message() +
                                                     "); change its permissions or ask its owner"
                                               : "; check the path"));
}

/// An open file that tells when it is no longer what it was. It is read, not mapped: a mapped file
/// that is shortened by somebody else ends the process, and a crop out of the system's cache costs
/// a microsecond either way.
class OpenFile {
 public:
  static Result<OpenFile> open(const std::filesystem::path& path) {
    auto file = FileHandle::open(path, FileHandle::Mode::Read);
    const auto status = file ? file->status() : tl::unexpected(file.error());
    if (!status || !status->regular) return cannotOpenPack(path);
    return OpenFile(std::move(*file), *status);
  }
  std::uint64_t size() const { return asOpened_.size; }

  /// Whether all of `bytes` came and the file is as it was when it was opened, after they did.
  bool read(std::uint64_t offset, std::span<std::byte> bytes) const {
    if (!file_.readAll(offset, bytes)) return false;
    const auto now = file_.status();
    return now && *now == asOpened_;
  }

 private:
  OpenFile(FileHandle file, const FileHandle::Status& status)
      : file_(std::move(file)), asOpened_(status) {}
  FileHandle file_;
  FileHandle::Status asOpened_;
};

/// Where the columns of the table stand in the file.
struct Places {
  std::uint64_t samples, pitch, velocity, family, source, split, qualities, instrument, instruments;
  std::uint64_t notes, instrumentBytes;
};

Result<Places> placesOf(const SafeTensors& file) {
  const auto format = file.metadata().find("format");
  if (format == file.metadata().end() || format->second != kFormat)
    return bad(file.path(), "is not a training pack");
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
                                  "\" of the type that a training pack has");
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

tl::unexpected<Error> changed(const std::filesystem::path& path) {
  return fail(
      ErrorCode::BadFormat,
      path.string() +
          " was changed while it was in use; write a new pack beside it and rename it instead");
}

template <class T>
Result<std::vector<T>> columnOf(const OpenFile& file, const std::filesystem::path& path,
                                std::uint64_t place, std::uint64_t count) {
  std::vector<T> column(count);
  if (!file.read(place, std::as_writable_bytes(std::span(column)))) return changed(path);
  return column;
}

/// The columns of one byte a note, in the file's order.
Result<void> readBytes(const OpenFile& file, const std::filesystem::path& path,
                       const Places& places, std::vector<Label>& labels) {
  const auto read = [&](std::uint64_t place, auto&& put) -> Result<void> {
    const auto column = columnOf<std::uint8_t>(file, path, place, places.notes);
    if (!column) return tl::unexpected(column.error());
    for (std::size_t i = 0; i < labels.size(); ++i) put(labels[i], (*column)[i]);
    return {};
  };
  return read(places.pitch, [](Label& l, int x) { l.pitch = x; })
      .and_then([&] { return read(places.velocity, [](Label& l, int x) { l.velocity = x; }); })
      .and_then([&] { return read(places.family, [](Label& l, int x) { l.family = x; }); })
      .and_then([&] { return read(places.source, [](Label& l, int x) { l.source = x; }); })
      .and_then([&] {
        return read(places.split, [](Label& l, int x) { l.split = static_cast<Split>(x); });
      });
}

/// Every note's, checked.
Result<std::vector<Label>> labelsOf(const OpenFile& file, const std::filesystem::path& path,
                                    const Places& places, std::size_t instruments) {
  std::vector<Label> labels(places.notes);
  if (auto read = readBytes(file, path, places, labels); !read) return tl::unexpected(read.error());
  const auto qualities = columnOf<std::uint16_t>(file, path, places.qualities, places.notes);
  if (!qualities) return tl::unexpected(qualities.error());
  const auto who = columnOf<std::int32_t>(file, path, places.instrument, places.notes);
  if (!who) return tl::unexpected(who.error());
  for (std::size_t i = 0; i < labels.size(); ++i) {
    Label& l = labels[i];
    l.qualities = (*qualities)[i];
    l.instrument = (*who)[i];
    const bool possible = l.pitch < 128 && l.velocity < 128 &&
                          l.family < static_cast<int>(dataset::kFamilies.size()) &&
                          l.source < static_cast<int>(dataset::kSources.size()) &&
                          l.instrument >= 0 &&
                          static_cast<std::size_t>(l.instrument) < instruments &&
                          static_cast<int>(l.split) < kSplits && (*qualities)[i] < 1 << 10;
    if (!possible) return bad(path, "has impossible labels for note " + std::to_string(i));
  }
  return labels;
}

}  // namespace

struct TrainingPack::Content {
  std::filesystem::path path;
  OpenFile file;
  std::uint64_t samples;  ///< where they begin
  std::vector<Label> labels;
  std::vector<Instrument> instruments;
};

Result<TrainingPack> TrainingPack::open(const std::filesystem::path& path) {
  const auto header = SafeTensors::open(path);
  if (!header && header.error().code == ErrorCode::NotFound) return cannotOpenPack(path);
  if (!header) return tl::unexpected(Error(header.error()).during("Opening a training pack"));
  const auto places = placesOf(*header);
  if (!places) return tl::unexpected(places.error());
  auto file = OpenFile::open(path);
  if (!file) return tl::unexpected(file.error());
  // The offsets were held against the file as it stood a moment ago.
  std::uint64_t end = 0;
  for (const auto& [name, tensor] : header->tensors())
    end = std::max(end, tensor.offset + tensor.bytes);
  if (file->size() != end) return changed(path);
  const auto names = columnOf<char>(*file, path, places->instruments, places->instrumentBytes);
  if (!names) return tl::unexpected(names.error());
  auto instruments = instrumentsOf(path, {names->data(), names->size()});
  if (!instruments) return tl::unexpected(instruments.error());
  auto labels = labelsOf(*file, path, *places, instruments->size());
  if (!labels) return tl::unexpected(labels.error());
  return TrainingPack(std::make_shared<Content>(Content{
      path, std::move(*file), places->samples, std::move(*labels), std::move(*instruments)}));
}

const std::filesystem::path& TrainingPack::path() const {
  return content_->path;
}

int TrainingPack::notes() const {
  return static_cast<int>(content_->labels.size());
}

Result<void> TrainingPack::read(int index, int from, std::span<std::uint8_t> classes) const {
  const auto place = content_->samples +
                     static_cast<std::uint64_t>(index) * std::uint64_t{kNoteSamples} +
                     static_cast<std::uint64_t>(from);
  if (!content_->file.read(place, std::as_writable_bytes(classes))) return changed(path());
  return {};
}

Result<std::vector<std::uint8_t>> TrainingPack::note(int index) const {
  std::vector<std::uint8_t> classes(kNoteSamples);
  if (auto done = read(index, 0, classes); !done) return tl::unexpected(done.error());
  return classes;
}

const Label& TrainingPack::label(int index) const {
  return content_->labels[static_cast<std::size_t>(index)];
}

std::span<const Instrument> TrainingPack::instruments() const {
  return content_->instruments;
}

Result<std::vector<int>> TrainingPack::of(Split split) const {
  std::vector<int> indices;
  for (int i = 0; i < notes(); ++i)
    if (label(i).split == split) indices.push_back(i);
  if (indices.empty())
    return fail(ErrorCode::BadFormat, path().string() + " holds no " + std::string(nameOf(split)) +
                                          " notes; make a pack with notes in that split");
  return indices;
}

}  // namespace timbre::corpus
