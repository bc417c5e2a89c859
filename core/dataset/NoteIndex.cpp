#include "dataset/NoteIndex.h"

#include <sqlite3.h>

#include <algorithm>
#include <atomic>

#include "base/Files.h"
#include "dataset/ArchiveAudio.h"
#include "dataset/NoteFilter.h"
#include "dataset/UserLibrary.h"
#include "dataset/WordSearch.h"

namespace timbre::dataset {
namespace fs = std::filesystem;

namespace {

constexpr std::uint8_t kChecked = 0x80;
constexpr std::size_t kShown = 2048;  // notes kept at hand: some screens full
constexpr int kFetched = 16;          // at a time: neighbours are asked for next

}  // namespace

Result<std::shared_ptr<NoteIndex>> NoteIndex::open(const DatasetLocation& source,
                                                   const fs::path& folder, Progress& progress) try {
  auto file = openIndexFile(source, folder, progress);
  if (!file) return tl::unexpected(file.error());
  std::shared_ptr<NoteIndex> index;
  try {
    index = std::make_shared<NoteIndex>(source, *file);
  } catch (const DatabaseFailure& failure) {
    if (!failure.damaged() || file->path == ":memory:") throw;
    removeDatabase(file->path);
    file = openIndexFile(source, folder, progress);
    if (!file) return tl::unexpected(file.error());
    file->renewed = true;
    index = std::make_shared<NoteIndex>(source, *file);
  }
  if (file->renewed)
    index->problems_.insert(index->problems_.begin(),
                            {ErrorCode::BadFormat, "The index of " + source.path.string() +
                                                       " was damaged; it has been rebuilt"});
  return index;
} catch (const DatabaseFailure& failure) {
  return fail(ErrorCode::Internal, "The index of " + source.path.string() + " cannot be read (" +
                                       failure.what + "); open it again");
}

NoteIndex::NoteIndex(DatasetLocation source, const IndexFile& file)
    : source_(std::move(source)), file_(file.path), shown_(kShown) {
  if (!file.content.empty()) source_.files = {file.content};
  details_.database = file.database;
  search_ = details_;
  if (file.path != ":memory:") search_ = {std::make_shared<Database>(file.path)};
  details_.database->run("PRAGMA synchronous=NORMAL");  // findings survive a crash of the program
  readTables(*details_.database);
  own_ = source_.shape == Shape::Folder && isSameFile(source_.path, ownSoundsFolder());
  if (source_.shape != Shape::Folder)
    packed_ = std::make_shared<ArchiveAudio>(source_, search_.database, search_.turn);
}

void NoteIndex::readTables(Database& database) {
  rows_ = rowsOf(database);
  findings_.resize(rows_.size());
  Statement found = database.prepare("SELECT place, found FROM findings");
  while (found.next())
    if (found.number(0) >= 0 && found.number(0) < size())
      findings_[static_cast<std::size_t>(found.number(0))] =
          static_cast<std::uint8_t>(found.number(1) | kChecked);
  Statement instruments = database.prepare(
      "SELECT instrument, name, number, first, last, sets FROM instruments ORDER BY place");
  while (instruments.next()) {
    const auto within = [&](int column) {
      return static_cast<int>(std::clamp<std::int64_t>(instruments.number(column), 0, size() - 1));
    };
    instruments_.push_back({std::string(instruments.text(0)), std::string(instruments.text(1)),
                            instruments.number(2), within(3), within(4),
                            std::string(instruments.text(5))});
  }
  for (const NoteRow& note : rows_)
    if (note.instrument >= instruments_.size())
      throw DatabaseFailure{SQLITE_CORRUPT, "the table of instruments is damaged"};
  Statement problems = database.prepare("SELECT code, message FROM problems ORDER BY place");
  while (problems.next())
    problems_.push_back(
        {static_cast<ErrorCode>(problems.number(0)), std::string(problems.text(1))});
}

Findings NoteIndex::findings(int index) const {
  const auto seen = std::atomic_ref(findings_[static_cast<std::size_t>(index)]).load();
  return Findings(seen & ~kChecked);
}

bool NoteIndex::checked(int index) const {
  return (std::atomic_ref(findings_[static_cast<std::size_t>(index)]).load() & kChecked) != 0;
}

void NoteIndex::fetch(int index) const {
  Statement rows = details_.database->prepare(
      "SELECT place, id, note, rate, at, path FROM notes LEFT JOIN files USING(place) WHERE place "
      ">= ? ORDER BY place LIMIT ?");
  rows.bind(1, index).bind(2, kFetched);
  while (rows.next()) {
    const auto place = static_cast<int>(rows.number(0));
    shown_[static_cast<std::size_t>(place) % kShown] = {place,          std::string(rows.text(1)),
                                                        rows.number(2), rows.number(3),
                                                        rows.number(4), std::string(rows.text(5))};
  }
}

NoteIndex::Detail NoteIndex::detail(int index) const {
  const std::scoped_lock lock(*details_.turn);
  const Detail& slot = shown_[static_cast<std::size_t>(index) % kShown];
  if (slot.index == index) return slot;
  try {
    fetch(index);
  } catch (const DatabaseFailure&) {
    forgetIndex();
  }
  return slot.index == index ? slot : Detail{index, "?", 0, kModelRate.hz, 0, {}};
}

/// It turned out to be damaged: the next opening makes it again.
void NoteIndex::forgetIndex() const {
  std::error_code ignored;
  if (file_ != ":memory:") fs::remove(file_, ignored);
}

fs::path NoteIndex::fileOf(const NoteRow& row, const Detail& known) const {
  if (source_.shape != Shape::Folder) return source_.path;
  switch (row.home) {
    case NoteRow::AudioFlac:
      return source_.audio / (known.id + ".flac");
    case NoteRow::BesideWav:
      return source_.path / (known.id + ".wav");
    case NoteRow::BesideFlac:
      return source_.path / (known.id + ".flac");
    case NoteRow::Elsewhere:
      return source_.path / known.path;
    default:
      return source_.audio / (known.id + ".wav");
  }
}

NoteInfo NoteIndex::note(int index) const {
  const NoteRow& row = this->row(index);
  Detail known = detail(index);
  const InstrumentRow& instrument = instruments_[row.instrument];
  NoteInfo note;
  note.instrument = instrument.id;
  note.name = instrument.name;
  note.sampleSets = instrument.sampleSets;
  note.instrumentNumber = instrument.number;
  note.note = known.note;
  note.pitch = row.pitch;
  note.velocity = row.velocity;
  note.sampleRate = static_cast<int>(known.rate);
  note.family = row.family;
  note.source = row.source;
  note.qualities = row.qualities;
  note.file = fileOf(row, known);
  note.fileMissing = row.home == NoteRow::Missing;
  if (!note.fileMissing) note.packed = packed_;
  note.at = known.at;
  note.checked = checked(index);
  note.findings = findings(index);
  note.id = std::move(known.id);
  return note;
}

int NoteIndex::indexOf(std::string_view id) const {
  int from = 0, to = size();
  while (from < to) {
    const int middle = from + (to - from) / 2;
    const Detail found = detail(middle);
    if (found.id == id) return middle;
    (found.id < id ? from : to) = found.id < id ? middle + 1 : middle;
  }
  return -1;
}

std::vector<int> NoteIndex::velocitiesOf(int index) const {
  const NoteRow& wanted = row(index);
  const InstrumentRow& instrument = instruments_[wanted.instrument];
  std::vector<int> found;
  for (int i = instrument.first; i <= instrument.last; ++i)
    if (row(i).instrument == wanted.instrument && row(i).pitch == wanted.pitch) found.push_back(i);
  std::ranges::stable_sort(found, {}, [this](int i) { return row(i).velocity; });
  return found;
}

std::span<const Subset> NoteIndex::subsets() const {
  std::call_once(subsetsMade_, [this] {
    const auto named = subsetOfName(source_.path.filename().string());
    subsets_.assign(rows_.size(), named.value_or(Subset::None));
    if (named) return;
    constexpr auto kUnknown = static_cast<Subset>(kSubsets.size());
    std::vector<std::array<Subset, 128>> known(instruments_.size());
    for (auto& pitches : known) pitches.fill(kUnknown);
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      const InstrumentRow& instrument = instruments_[rows_[i].instrument];
      if (instrument.sampleSets.empty()) continue;
      Subset& subset = known[rows_[i].instrument][rows_[i].pitch];
      if (subset == kUnknown) {
        NoteInfo note;
        note.pitch = rows_[i].pitch;
        note.sampleSets = instrument.sampleSets;
        subset = subsetOf(note);
      }
      subsets_[i] = subset;
    }
  });
  return subsets_;
}

void NoteIndex::select(const NoteQuery& query, int offset, std::vector<int>& hits,
                       FacetCounts* counts) const {
  const WordSearch words(rows_, instruments_, search_, [this] { forgetIndex(); });
  const std::vector<char> texts = words.fitting(query);
  const auto subset = counts || query.subsets.any() ? subsets() : std::span<const Subset>();
  auto favourite = std::ranges::lower_bound(query.favourites, offset);
  const NoteFilter filter(query);
  for (int i = 0; i < size(); ++i) {
    const auto place = static_cast<std::size_t>(i);
    const bool marked = favourite != query.favourites.end() && *favourite == offset + i;
    if (marked) ++favourite;
    const FilterNote note{row(i),
                          findings(i),
                          subset.empty() ? Subset::None : subset[place],
                          texts.empty() || texts[place] != 0,
                          marked,
                          own_};
    const unsigned failed = filter.failed(note);
    if (failed == 0) hits.push_back(offset + i);
    if (counts) NoteFilter::count(note, failed, *counts);
  }
}

Result<void> NoteIndex::setFindings(std::span<const std::pair<int, Findings>> checked) try {
  const std::scoped_lock lock(*details_.turn);
  Database& database = *details_.database;
  database.run("BEGIN IMMEDIATE");
  try {
    Statement put = database.prepare("INSERT OR REPLACE INTO findings VALUES(?,?)");
    for (const auto& [index, found] : checked)
      put.bind(1, index).bind(2, static_cast<int>(found.to_ulong())).run();
    database.run("COMMIT");
  } catch (const DatabaseFailure&) {
    database.run("ROLLBACK");
    throw;
  }
  for (const auto& [index, found] : checked)
    std::atomic_ref(findings_[static_cast<std::size_t>(index)])
        .store(static_cast<std::uint8_t>(found.to_ulong() | kChecked));
  return {};
} catch (const DatabaseFailure& failure) {
  return fail(ErrorCode::Internal, "The findings cannot be saved in the index of " +
                                       source_.path.string() + " (" + failure.what +
                                       "); make room in your cache folder");
}

}  // namespace timbre::dataset
