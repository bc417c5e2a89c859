#include "dataset/Gather.h"

#include <algorithm>

#include "base/CountText.h"
#include "dataset/ExamplesJson.h"
#include "dataset/SoundEndings.h"
#include "dataset/TfRecord.h"
#include "readers/ArchiveWalk.h"

namespace timbre::dataset {
namespace fs = std::filesystem;
using readers::Unreadable;

namespace {

double sizeOf(const fs::path& file) {
  std::error_code unknown;
  const auto size = fs::file_size(file, unknown);
  return (unknown ? 0.0 : static_cast<double>(size)) + 1;
}

readers::Format formatOf(const DatasetLocation& source) {
  return source.shape == Shape::Zip ? readers::Format::Zip : readers::Format::Tar;
}

Result<void> checkHasTable(const DatasetLocation& source, IndexBuilderStore& staging) {
  if (staging.hasTable()) return {};
  const auto count = staging.members();
  if (count == 0)
    return fail(ErrorCode::BadFormat, source.path.string() +
                                          " is an archive without files; pack the dataset's "
                                          "folder again");
  return fail(ErrorCode::BadFormat,
              source.path.string() + " holds no examples.json in any folder, among its " +
                  countText(count, "file") + " (" + staging.someMembers() +
                  "); pack examples.json, which describes the notes, with their sounds");
}

Result<void> gatherArchive(const DatasetLocation& source, IndexBuilderStore& staging,
                           Progress& progress) {
  const double size = sizeOf(source.files.front());
  const std::uint64_t from = staging.position();
  const auto stream = openContent(source, from, pointBefore(staging.database(), from),
                                  [&](const readers::GzipPoint& point) { staging.keep(point); });
  Result<void> outcome;
  readers::walkArchive(
      source.path, formatOf(source), *stream, from, [&](const readers::Member& member) {
        staging.reached(member.at);
        const double done = std::min(1.0, static_cast<double>(stream->consumed()) / size);
        if (member.link.empty() &&
            sameName(fs::path(member.name).filename().string(), kExamplesJson)) {
          staging.beginTable(member.name);
          PartOf still(progress, done, done);
          const ExamplesSource table{source.path, member.read, 0, member.size};
          outcome = readExamples(
              table, [&](const Result<NoteInfo>& note, std::uint64_t) { staging.add(note, 0); },
              still);
        } else {
          staging.addMember(member);
        }
        progress.advanced(done);
        if (outcome && progress.cancelled()) outcome = cancelled();
        return outcome.has_value();
      });
  if (!outcome) return outcome;
  staging.placeSounds();
  return checkHasTable(source, staging);
}

Result<void> gatherFolder(const DatasetLocation& source, IndexBuilderStore& staging,
                          Progress& progress) {
  std::error_code unknown;
  const auto stream = readers::openPlain(source.table, staging.position());
  const ExamplesSource table{source.table, [&](std::span<char> into) { return stream->read(into); },
                             staging.position(), fs::file_size(source.table, unknown)};
  return readExamples(
      table,
      [&](const Result<NoteInfo>& note, std::uint64_t end) {
        staging.add(note, 0);
        if (end > 0) staging.reached(end);
      },
      progress);
}

Result<void> gatherRecords(const DatasetLocation& source, IndexBuilderStore& staging,
                           Progress& progress) {
  const auto keep = [&](const readers::GzipPoint& point) { staging.keep(point); };
  ContentPlace from = ContentPlace::of(staging.position());
  const auto count = static_cast<double>(source.files.size());
  for (; from.file < source.files.size(); from = {from.file + 1, 0}) {
    const auto number = static_cast<double>(from.file);
    PartOf part(progress, number / count, (number + 1) / count);
    const auto point = pointBefore(staging.database(), from.place());
    const auto stream = openContent(source, from.place(), point, keep);
    const fs::path& file = source.files[from.file];
    const RecordFile records{file, *stream, from.at, static_cast<std::uint64_t>(sizeOf(file))};
    const auto read = readTfRecord(
        records,
        [&](const Result<NoteInfo>& note, std::uint64_t at, std::uint64_t next) {
          staging.add(note, ContentPlace{from.file, at}.place());
          staging.reached(ContentPlace{from.file, next}.place());
        },
        part);
    if (!read) return read;
  }
  return {};
}

Result<void> gatherAny(const DatasetLocation& source, IndexBuilderStore& staging,
                       Progress& progress) {
  switch (source.shape) {
    case Shape::Folder:
      return gatherFolder(source, staging, progress);
    case Shape::TfRecord:
      return gatherRecords(source, staging, progress);
    default:
      return gatherArchive(source, staging, progress);
  }
}

/// A library without a note would look like success; only a folder's table may be empty on
/// purpose, as that of sounds which were all removed.
Result<void> checkHasNotes(const DatasetLocation& source, IndexBuilderStore& staging) {
  Database& read = staging.database();
  if (read.number("SELECT EXISTS(SELECT 1 FROM notes)") != 0) return {};
  const auto problems = read.number("SELECT count(*) FROM problems");
  if (problems == 0 && source.shape == Shape::Folder) return {};
  if (problems == 0)
    return fail(ErrorCode::BadFormat,
                source.path.string() + " describes no notes; its table of notes is empty");
  Statement first = read.prepare("SELECT message FROM problems ORDER BY place LIMIT 1");
  const std::string reason = first.next() ? std::string(first.text(0)) : std::string();
  return fail(ErrorCode::BadFormat, source.path.string() + " has no readable note (" +
                                        std::to_string(problems) +
                                        " were tried); the first problem: " + reason);
}

}  // namespace

Result<void> gather(const DatasetLocation& source, IndexBuilderStore& staging,
                    Progress& progress) try {
  if (auto read = gatherAny(source, staging, progress); !read) return read;
  return checkHasNotes(source, staging);
} catch (const Unreadable& reason) {
  return tl::unexpected(reason.error);
}

}  // namespace timbre::dataset
