#include "dataset/DatasetLocation.h"

#include <sys/stat.h>

#include <algorithm>
#include <array>

#include "audio/AudioFile.h"
#include "base/FileHandle.h"
#include "base/Files.h"
#include "dataset/ExamplesJson.h"
#include "dataset/Tar.h"
#include "dataset/TfRecord.h"

namespace timbre::dataset {
namespace fs = std::filesystem;

namespace {

/// Of one file or folder; "-" when it is not there.
std::string stampOf(const fs::path& path) {
  struct stat found {};
  if (::stat(path.c_str(), &found) != 0) return "-";
  return std::to_string(found.st_size) + ':' + std::to_string(found.st_mtim.tv_sec) + '.' +
         std::to_string(found.st_mtim.tv_nsec) + ':' + std::to_string(found.st_ino);
}

std::string keyOf(const fs::path& path, Shape shape) {
  std::string key = path.string() + '|' + stampOf(path);
  if (shape == Shape::Folder)
    key += '|' + stampOf(path / "examples.json") + '|' + stampOf(path / "audio");
  return key;
}

std::optional<Shape> shapeOf(const fs::path& path) {
  std::error_code code;
  if (fs::is_directory(path, code))
    return fs::is_regular_file(path / "examples.json", code) ? std::optional(Shape::Folder)
                                                             : std::nullopt;
  if (!fs::is_regular_file(path, code)) return {};
  std::string head(512, '\0');
  try {
    head.resize(openPlain(path, 0)->read(head));
  } catch (const Unreadable&) {
    return {};
  }
  if (head.starts_with("\x1f\x8b")) return Shape::TarGz;
  if (head.size() == 512 && head.compare(257, 5, "ustar") == 0) return Shape::Tar;
  return looksLikeTfRecord(path) ? std::optional(Shape::TfRecord) : std::nullopt;
}

std::optional<DatasetLocation> sourceAt(const fs::path& path) {
  const auto shape = shapeOf(path);
  if (!shape) return {};
  return DatasetLocation{*shape, path, keyOf(path, *shape)};
}

/// Inside a folder of datasets only what is called like one: it may hold anything.
bool namedLikeADataset(const fs::path& path) {
  const std::string name = path.filename().string();
  return isFolder(path) || name.ends_with(".tar.gz") || name.ends_with(".tgz") ||
         name.ends_with(".tar") || name.ends_with(".tfrecord");
}

std::vector<DatasetLocation> sourcesIn(const fs::path& folder) {
  constexpr std::size_t kMost = 64;
  std::vector<DatasetLocation> sources;
  std::error_code code;
  for (fs::directory_iterator at(folder, code), end; !code && at != end && sources.size() < kMost;
       at.increment(code))
    if (namedLikeADataset(at->path()))
      if (auto source = sourceAt(at->path())) sources.push_back(std::move(*source));
  std::sort(sources.begin(), sources.end(),
            [](const DatasetLocation& a, const DatasetLocation& b) { return a.path < b.path; });
  return sources;
}

std::unique_ptr<ByteStream> openContent(const DatasetLocation& source, const GzipPoint& point,
                                        std::uint64_t at,
                                        std::function<void(const GzipPoint&)> keep) {
  if (source.shape == Shape::Tar) return openPlain(source.path, at);
  auto stream = openGzip(source.path, point, std::move(keep));
  std::vector<char> passed(1 << 16);
  for (std::uint64_t left = at - std::min(at, point.out); left > 0;) {
    const auto got =
        stream->read(std::span(passed).first(std::min<std::uint64_t>(left, passed.size())));
    if (got == 0) break;
    left -= got;
  }
  return stream;
}

Result<void> gatherTar(const DatasetLocation& source, IndexBuilderStore& staging,
                       Progress& progress) {
  std::error_code unknown;
  const auto size = static_cast<double>(fs::file_size(source.path, unknown)) + 1;
  const std::uint64_t from = staging.position();
  const auto stream = openContent(source, pointBefore(staging.database(), from), from,
                                  [&](const GzipPoint& point) { staging.keep(point); });
  Result<void> outcome;
  walkTar(source.path, *stream, from, [&](const TarMember& member) {
    staging.reached(member.at);
    const double done = std::min(1.0, static_cast<double>(stream->consumed()) / size);
    const fs::path name(member.name);
    if (name.filename() == "examples.json") {
      PartOf still(progress, done, done);
      const ExamplesSource table{source.path, member.read, 0, member.size};
      outcome = readExamples(
          table, [&](const Result<NoteInfo>& note, std::uint64_t) { staging.add(note, 0); }, still);
    } else if (name.extension() == ".wav" || name.extension() == ".flac") {
      staging.addMember(name.stem().string(), member.at);
    }
    progress.advanced(done);
    if (outcome && progress.cancelled()) outcome = cancelled();
    return outcome.has_value();
  });
  return outcome;
}

Result<void> gatherFolder(const DatasetLocation& source, IndexBuilderStore& staging,
                          Progress& progress) {
  const fs::path file = source.path / "examples.json";
  std::error_code unknown;
  const auto stream = openPlain(file, staging.position());
  const ExamplesSource table{file, [&](std::span<char> into) { return stream->read(into); },
                             staging.position(), fs::file_size(file, unknown)};
  return readExamples(
      table,
      [&](const Result<NoteInfo>& note, std::uint64_t end) {
        staging.add(note, 0);
        staging.reached(end);
      },
      progress);
}

Result<void> gatherRecords(const DatasetLocation& source, IndexBuilderStore& staging,
                           Progress& progress) {
  return readTfRecord(
      source.path, staging.position(),
      [&](const Result<NoteInfo>& note, std::uint64_t at, std::uint64_t next) {
        staging.add(note, at);
        staging.reached(next);
      },
      progress);
}

}  // namespace

Result<std::vector<DatasetLocation>> findSources(const fs::path& given) {
  std::error_code code;
  const fs::path path = fs::canonical(given, code);
  if (code)
    return fail(ErrorCode::NotFound, "No folder " + given.string() + "; choose a folder of notes");
  if (auto source = sourceAt(path)) return std::vector{std::move(*source)};
  if (fs::is_directory(path, code)) {
    auto sources = sourcesIn(path);
    if (!sources.empty()) return sources;
    return fail(ErrorCode::NotFound,
                given.string() +
                    " holds no examples.json; choose an NSynth-format folder: examples.json and "
                    "the notes as WAV or FLAC in a folder audio beside it, or the dataset as "
                    ".tar.gz or .tfrecord");
  }
  return fail(ErrorCode::BadFormat,
              given.string() +
                  " is no dataset; choose an NSynth-format folder, or the dataset as .tar.gz or "
                  ".tfrecord");
}

Result<void> gather(const DatasetLocation& source, IndexBuilderStore& staging,
                    Progress& progress) try {
  switch (source.shape) {
    case Shape::Folder:
      return gatherFolder(source, staging, progress);
    case Shape::TfRecord:
      return gatherRecords(source, staging, progress);
    default:
      return gatherTar(source, staging, progress);
  }
} catch (const Unreadable& reason) {
  return tl::unexpected(reason.error);
}

Result<audio::AudioClip> readTarSound(const DatasetLocation& source, std::uint64_t at,
                                      const GzipPoint& point) try {
  constexpr std::size_t kLargest = 64u << 20;
  std::vector<char> sound;
  const auto stream = openContent(source, point, at, {});
  walkTar(source.path, *stream, at, [&](const TarMember& member) {
    std::array<char, 1 << 16> block;
    while (const std::size_t got = member.read(block)) {
      sound.insert(sound.end(), block.begin(), block.begin() + static_cast<long>(got));
      if (sound.size() > kLargest) break;
    }
    return false;
  });
  auto file = FileHandle::inMemory();  // libsndfile reads files
  if (!file || !file->write(std::as_bytes(std::span(sound))))
    return fail(ErrorCode::Internal, "There is not enough memory to read a sound of " +
                                         source.path.string() + "; close other programs");
  return audio::readAudio(file->path()).map_error([&](const Error&) {
    return Error{ErrorCode::BadFormat,
                 source.path.string() + " holds a sound that cannot be read; download it again"};
  });
} catch (const Unreadable& reason) {
  return tl::unexpected(reason.error);
}

}  // namespace timbre::dataset
