#include "dataset/IndexFile.h"

#include <cstring>

#include "base/CacheTrouble.h"
#include "base/FileLock.h"
#include "base/Hash.h"
#include "base/StandardPaths.h"
#include "dataset/Gather.h"
#include "dataset/IndexWriter.h"
#include "dataset/SoundShelf.h"
#include "readers/Compressed.h"

namespace timbre::dataset {
namespace fs = std::filesystem;

namespace {

/// Up to so many bytes of table a library is kept in memory where no index can be written.
constexpr std::uintmax_t kSmall = 8u << 20;

struct Names {
  fs::path index, content, staging, turn;
  std::string stem;  ///< all files of this dataset begin like that
};

/// What was begun or made by a program with other tables is not taken for ours.
std::string formatAndKey(const DatasetLocation& source) {
  return std::to_string(kIndexFormat) + '|' + source.key;
}

/// Another state of the dataset has another file, so that nobody's open index is replaced.
Names namesOf(const DatasetLocation& source, const fs::path& folder) {
  const std::string stem = hexOf(hashOf(source.path.string()));
  const std::string state = stem + "-" + hexOf(hashOf(formatAndKey(source)));
  return {folder / (state + ".sqlite"), folder / (state + ".content"), folder / (stem + ".staging"),
          folder / (stem + ".lock"), stem};
}

enum class Found { Whole, None, Stale, Damaged };

Found judge(Database& index, const DatasetLocation& source) {
  if (index.number("PRAGMA user_version") != kIndexFormat) return Found::Damaged;
  Statement meta = index.prepare(
      "SELECT (SELECT value FROM meta WHERE name = 'key'), (SELECT value FROM meta WHERE name = "
      "'nested')");
  if (!meta.next() || meta.text(0) != source.key) return Found::Damaged;
  const std::string nested(meta.text(1));
  if (SoundShelf::nestedNow(nested) != nested) return Found::Stale;
  (void)rowsOf(index);
  return Found::Whole;
}

Found lookAt(const fs::path& file, const DatasetLocation& source,
             std::shared_ptr<Database>& index) {
  std::error_code code;
  if (!fs::exists(file, code)) return Found::None;
  Found found = Found::Damaged;
  try {
    index = std::make_shared<Database>(file);
    found = judge(*index, source);
  } catch (const DatabaseFailure& failure) {
    if (!failure.damaged()) throw;
  }
  if (found != Found::Whole) index.reset();
  return found;
}

void removeOldStates(const Names& names, const fs::path& folder) {
  std::error_code code;
  for (fs::directory_iterator at(folder, code), end; !code && at != end; at.increment(code)) {
    const std::string name = at->path().filename().string();
    if (!name.starts_with(names.stem + "-")) continue;
    std::error_code ignored;
    if (name.ends_with(".sqlite") && at->path() != names.index)
      removeDatabase(at->path());
    else if (name.ends_with(".content") && at->path() != names.content)
      fs::remove(at->path(), ignored);
  }
}

Result<void> make(const DatasetLocation& source, const fs::path& stagingFile,
                  const fs::path& indexFile, Progress& progress) {
  PartOf reading(progress, 0, 0.6), writing(progress, 0.6, 1);
  {
    IndexBuilderStore staging(stagingFile, formatAndKey(source));
    if (!staging.finished()) {
      if (auto read = gather(source, staging, reading); !read) return read;
      staging.finish();  // from here on only the writing is left, also after a crash
    }
    Database index(indexFile);
    if (auto written = writeIndex(source, staging, index, writing); !written) return written;
  }
  removeDatabase(stagingFile);
  return {};
}

/// All of it in memory, as two databases one after the other.
Result<IndexFile> makeInMemory(const DatasetLocation& source, Progress& progress) {
  PartOf reading(progress, 0, 0.6), writing(progress, 0.6, 1);
  IndexBuilderStore staging(":memory:", source.key);
  if (auto read = gather(source, staging, reading); !read) return tl::unexpected(read.error());
  IndexFile made{":memory:", std::make_shared<Database>(":memory:"), {}, false};
  if (auto written = writeIndex(source, staging, *made.database, writing); !written)
    return tl::unexpected(written.error());
  return made;
}

bool isSmall(const DatasetLocation& source) {
  std::error_code code;
  return source.shape == Shape::Folder && fs::file_size(source.table, code) < kSmall;
}

tl::unexpected<Error> unwritable(const DatasetLocation& source, const fs::path& folder,
                                 const std::string& why) {
  return fail(ErrorCode::Internal,
              "The index of " + source.path.string() + " cannot be written in " + folder.string() +
                  " (" + why + "); make room there, or set XDG_CACHE_HOME to another folder");
}

/// What has to be unpacked lies in the cache, and may have been swept there.
bool isThere(const DatasetLocation& source, const Names& names) {
  std::error_code code;
  return source.packing != Packing::Whole || fs::is_regular_file(names.content, code);
}

Result<IndexFile> openOrMake(const DatasetLocation& given, const fs::path& folder,
                             const Names& names, Progress& progress) {
  IndexFile opened{names.index, nullptr, {}, false};
  DatasetLocation source = given;
  if (source.packing == Packing::Whole) opened.content = source.files.front() = names.content;
  if (isThere(source, names) && lookAt(names.index, source, opened.database) == Found::Whole)
    return opened;
  const FileLock turn(names.turn, FileLock::When::Later, [&] { return progress.cancelled(); });
  if (turn.busy()) return cancelled();
  if (!turn.held()) throw DatabaseFailure{0, turn.reason().message()};
  const bool there = isThere(source, names);  // the other program may have unpacked it
  PartOf unpacking(progress, 0, there ? 0 : 0.5), making(progress, there ? 0 : 0.5, 1);
  if (!there)
    if (auto done = readers::unpack(given.files.front(), names.content, unpacking); !done)
      return tl::unexpected(done.error());
  const Found found = lookAt(names.index, source, opened.database);
  if (found == Found::Whole) return opened;  // the other program has made it
  opened.renewed = found == Found::Damaged;
  removeDatabase(names.index);
  const fs::path part = names.index.string() + ".part";
  removeDatabase(part);
  if (auto made = make(source, names.staging, part, making); !made) {
    removeDatabase(part);
    return tl::unexpected(made.error());
  }
  std::error_code code;
  fs::rename(part, names.index, code);
  if (code) throw DatabaseFailure{0, code.message()};
  removeOldStates(names, folder);
  opened.database = std::make_shared<Database>(names.index);
  return opened;
}

}  // namespace

fs::path indexFolder() {
  return userCacheFolder() / "libraries";
}

std::vector<NoteRow> rowsOf(Database& database) {
  const DatabaseFailure damaged{1, "the table of notes is damaged"};
  Statement meta = database.prepare(
      "SELECT (SELECT value FROM meta WHERE name = 'rows'), (SELECT value FROM meta WHERE name = "
      "'rows_hash'), (SELECT count(*) FROM instruments)");
  if (!meta.next()) throw damaged;
  const std::string_view bytes = meta.bytes(0);
  if (bytes.size() % sizeof(NoteRow) != 0 || hexOf(hashOf(bytes)) != meta.text(1)) throw damaged;
  const auto instruments = static_cast<std::uint64_t>(meta.number(2));
  std::vector<NoteRow> rows(bytes.size() / sizeof(NoteRow));
  if (!rows.empty()) std::memcpy(rows.data(), bytes.data(), bytes.size());
  for (const NoteRow& row : rows)
    if (row.instrument >= instruments || row.pitch > 127 || row.velocity > 127 ||
        row.family >= kFamilies.size() || row.source >= kSources.size() ||
        row.home > NoteRow::Elsewhere)
      throw damaged;
  return rows;
}

Result<IndexFile> openIndexFile(const DatasetLocation& source, const fs::path& folder,
                                Progress& progress) {
  std::string why;
  try {
    std::error_code code;
    fs::create_directories(folder, code);
    return openOrMake(source, folder, namesOf(source, folder), progress);
  } catch (const DatabaseFailure& failure) {
    why = failure.what;
  } catch (const std::exception& failure) {
    why = failure.what();
  }
  if (!isSmall(source)) return unwritable(source, folder, why);
  try {
    auto made = makeInMemory(source, progress);
    if (made)
      reportCacheTrouble(
          {ErrorCode::Internal, "Cannot write " + folder.string() + " (" + why + ")"});
    return made;
  } catch (const DatabaseFailure& failure) {
    return unwritable(source, folder, failure.what);
  }
}

}  // namespace timbre::dataset
