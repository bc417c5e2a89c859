#include "dataset/DatasetLocation.h"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <map>
#include <optional>

#include "base/CountText.h"
#include "dataset/ExamplesJson.h"
#include "dataset/Shards.h"
#include "dataset/SoundEndings.h"
#include "readers/Compressed.h"
#include "readers/FileKind.h"
#include "readers/TfRecordFile.h"

namespace timbre::dataset {
namespace fs = std::filesystem;
using readers::FileKind;
using readers::Unreadable;

namespace {

constexpr std::string_view kAudio = "audio";
constexpr const char* kWanted =
    "choose an NSynth-format folder (examples.json and the notes as WAV or FLAC in a folder audio "
    "beside it), that folder as .tar.gz, .tar or .zip, or TFRecords";

/// Of one file or folder; "-" when it is not there.
std::string stampOf(const fs::path& path) {
  struct stat found {};
  if (::stat(path.c_str(), &found) != 0) return "-";
  return std::to_string(found.st_size) + ':' + std::to_string(found.st_mtim.tv_sec) + '.' +
         std::to_string(found.st_mtim.tv_nsec) + ':' + std::to_string(found.st_ino);
}

/// The entry of a folder that has this name in any case, itself first; empty when there is none.
fs::path entryNamed(const fs::path& folder, std::string_view name) {
  std::error_code code;
  if (fs::exists(folder / name, code)) return folder / name;
  fs::path found;
  for (fs::directory_iterator at(folder, code), end; !code && at != end; at.increment(code)) {
    const fs::path entry = at->path().filename();
    if (sameName(entry.string(), name) && (found.empty() || entry < found)) found = entry;
  }
  return found.empty() ? fs::path() : folder / found;
}

/// Nothing when the folder has no table.
std::optional<DatasetLocation> folderSource(const fs::path& folder) {
  std::error_code code;
  const fs::path table = entryNamed(folder, kExamplesJson);
  if (table.empty() || !fs::is_regular_file(table, code)) return {};
  DatasetLocation source;
  source.path = folder;
  source.table = table;
  source.audio = entryNamed(folder, kAudio);
  if (source.audio.empty()) source.audio = folder / kAudio;
  source.key =
      folder.string() + '|' + stampOf(folder) + '|' + stampOf(table) + '|' + stampOf(source.audio);
  return source;
}

std::string headOf(const fs::path& file, Packing packing) {
  std::string head(readers::kHeadBytes, '\0');
  const auto stream = packing == Packing::None   ? readers::openPlain(file, 0)
                      : packing == Packing::Gzip ? readers::openGzip(file, {}, {})
                                                 : readers::openCompressed(file);
  head.resize(readers::readFully(*stream, head));
  return head;
}

std::optional<Shape> shapeOf(std::string_view head) {
  switch (readers::fileTypeOf(head).kind) {
    case FileKind::Tar:
      return Shape::Tar;
    case FileKind::Zip:
      return Shape::Zip;
    default:
      return readers::looksLikeTfRecord(head) ? std::optional(Shape::TfRecord) : std::nullopt;
  }
}

tl::unexpected<Error> noDataset(const fs::path& file, const std::string& head, Packing packing) {
  const std::string name = readers::fileTypeOf(head).name;
  const std::string what =
      packing == Packing::None
          ? name.empty() ? " is not a dataset" : " is " + name + ", not a dataset"
          : " is compressed but holds " +
                (name.empty() ? "neither an archive nor TFRecords" : name);
  return fail(ErrorCode::BadFormat, file.string() + what + "; " + kWanted);
}

/// The first file determines the kind of all.
Result<DatasetLocation> sourceOf(const fs::path& path, std::vector<fs::path> files) try {
  DatasetLocation source;
  source.path = path;
  const fs::path& first = files.front();
  std::string head = headOf(first, Packing::None);
  if (const FileKind kind = readers::fileTypeOf(head).kind; kind == FileKind::Gzip) {
    source.packing = Packing::Gzip;
    head = headOf(first, Packing::Gzip);
  } else if (kind == FileKind::Compressed) {
    source.packing = Packing::Whole;
  }
  const FileKind inner = readers::fileTypeOf(head).kind;
  if (source.packing == Packing::Gzip && (inner == FileKind::Gzip || inner == FileKind::Compressed))
    source.packing = Packing::Whole;  // in two layers
  if (source.packing == Packing::Whole) head = headOf(first, Packing::Whole);
  const auto shape = shapeOf(head);
  const bool sharded = files.size() > 1;
  if (!shape || (shape == Shape::Zip && source.packing != Packing::None) ||
      (sharded && (shape != Shape::TfRecord || source.packing == Packing::Whole)))
    return noDataset(first, head, source.packing);
  source.shape = *shape;
  source.key = path.string();
  for (const fs::path& file : files) source.key += '|' + stampOf(file);
  source.files = std::move(files);
  return source;
} catch (const Unreadable& reason) {
  return tl::unexpected(reason.error);
}

/// Inside a folder of datasets only what is called like one is looked at: it may hold anything.
bool hasDatasetEnding(const std::string& name) {
  static constexpr std::array<std::string_view, 14> kEndings{
      ".tar",     ".tar.gz",  ".tgz",    ".tar.xz", ".txz",      ".tar.bz2",   ".tbz2",
      ".tar.zst", ".tar.lz4", ".tar.lz", ".zip",    ".tfrecord", ".tfrecords", ".tfrecord.gz"};
  return std::any_of(kEndings.begin(), kEndings.end(), [&](std::string_view ending) {
    return name.size() > ending.size() &&
           sameName(std::string_view(name).substr(name.size() - ending.size()), ending);
  });
}

void add(Result<DatasetLocation> source, FoundSources& found) {
  if (source)
    found.sources.push_back(std::move(*source));
  else
    found.problems.push_back(std::move(source.error()));
}

/// The datasets among a folder's entries, and the folders that may have others further down.
/// Whatever cannot be entered is passed over.
std::vector<fs::path> lookInto(const fs::path& folder, FoundSources& found) {
  std::vector<fs::path> folders, single;
  ShardSets shards;
  std::error_code code;
  for (fs::directory_iterator at(folder, code), end; !code && at != end; at.increment(code)) {
    std::error_code unknown;
    if (at->is_directory(unknown))
      folders.push_back(at->path());
    else if (!shards.take(at->path()) && hasDatasetEnding(at->path().filename().string()))
      single.push_back(at->path());
  }
  std::sort(folders.begin(), folders.end());
  for (const fs::path& inner : folders)
    if (auto source = folderSource(inner)) found.sources.push_back(std::move(*source));
  for (const fs::path& file : single) add(sourceOf(file, {file}), found);
  for (const auto& [set, files] : shards.sets()) {
    if (files.size() < set.count)
      found.problems.push_back(
          {ErrorCode::NotFound, set.path().string() + " has only " + std::to_string(files.size()) +
                                    " of " + countText(set.count, "file") +
                                    "; download the others to have all notes"});
    add(sourceOf(set.path(), files), found);
  }
  return folders;
}

/// Nearer datasets first; nothing below one is looked for. Links are not followed downwards: they
/// may lead in a circle.
void search(const fs::path& folder, int depth, FoundSources& found) {
  constexpr int kDeepest = 3;  // tensorflow_datasets/nsynth/full/2.3.3
  const auto folders = lookInto(folder, found);
  if (!found.sources.empty() || depth >= kDeepest) return;
  for (const fs::path& inner : folders) {
    std::error_code code;
    if (!fs::is_symlink(inner, code)) search(inner, depth + 1, found);
  }
}

/// NotFound with a sentence unless the folder can be listed and what is in it be looked at.
Result<void> checkAccess(const fs::path& folder) {
  std::error_code code;
  const fs::directory_iterator first(folder, code);
  if (code) return tl::unexpected(readers::cannotOpen(folder, code.value()));
  const fs::path table = entryNamed(folder, kExamplesJson);
  if (!table.empty()) (void)fs::status(table, code);
  if (code.value() == EACCES) return tl::unexpected(readers::cannotOpen(table, code.value()));
  return {};
}

Result<FoundSources> sourcesIn(const fs::path& folder) {
  if (auto source = folderSource(folder)) return FoundSources{{std::move(*source)}, {}};
  if (const auto access = checkAccess(folder); !access) return tl::unexpected(access.error());
  FoundSources found;
  search(folder, 0, found);
  std::stable_sort(
      found.sources.begin(), found.sources.end(),
      [](const DatasetLocation& a, const DatasetLocation& b) { return a.path < b.path; });
  if (!found.sources.empty()) return found;
  if (!found.problems.empty()) return tl::unexpected(found.problems.front());
  return fail(ErrorCode::NotFound,
              folder.string() + " holds no examples.json and no packed dataset; " + kWanted);
}

}  // namespace

Result<FoundSources> findSources(const fs::path& given) {
  std::error_code code;
  const fs::path path = fs::canonical(given, code);
  if (code.value() == EACCES) return tl::unexpected(readers::cannotOpen(given, code.value()));
  if (code)
    return fail(ErrorCode::NotFound, "No folder " + given.string() + "; choose a folder of notes");
  if (fs::is_directory(path, code)) return sourcesIn(path);
  if (!fs::is_regular_file(path, code))
    return fail(ErrorCode::BadFormat,
                given.string() + " is neither a file nor a folder; " + kWanted);
  if (sameName(path.filename().string(), kExamplesJson)) return sourcesIn(path.parent_path());
  auto source = sourceOf(path, {path});
  if (!source) return tl::unexpected(source.error());
  return FoundSources{{std::move(*source)}, {}};
}

bool isNamedLikeADataset(const std::string& name) {
  return hasDatasetEnding(name) || ShardSets().take(name);
}

std::unique_ptr<readers::ByteStream> openContent(
    const DatasetLocation& source, std::uint64_t place, const readers::GzipPoint& point,
    const std::function<void(const readers::GzipPoint&)>& keep) {
  const ContentPlace here = ContentPlace::of(place);
  if (here.file >= source.files.size())
    throw Unreadable{{ErrorCode::NotFound, source.path.string() + " has changed; open it again"}};
  const fs::path& file = source.files[here.file];
  if (source.packing != Packing::Gzip) return readers::openPlain(file, here.at);
  readers::GzipPoint entry;
  const ContentPlace before = ContentPlace::of(point.out);
  if (before.file == here.file && before.at <= here.at) {
    entry = point;
    entry.out = before.at;
  }
  std::function<void(const readers::GzipPoint&)> onwards;
  if (keep)
    onwards = [keep, number = here.file](readers::GzipPoint kept) {
      kept.out = ContentPlace{number, kept.out}.place();
      keep(kept);
    };
  auto stream = readers::openGzip(file, entry, std::move(onwards));
  readers::passOver(*stream, here.at - entry.out);
  return stream;
}

}  // namespace timbre::dataset
