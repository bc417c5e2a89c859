#include "dataset/NoteIndex.h"

#include <sqlite3.h>

#include <algorithm>
#include <atomic>

#include "dataset/ArchiveAudio.h"

namespace timbre::dataset {
namespace fs = std::filesystem;

namespace {

constexpr std::uint8_t kChecked = 0x80;
constexpr std::size_t kShown = 2048;  // notes kept at hand: some screens full
constexpr int kFetched = 16;          // at a time: neighbours are asked for next

/// "000".."127" or fewer letters lie inside of "-PPP-VVV".
bool inTail(std::string_view word, int pitch, int velocity) {
  char tail[16];
  std::snprintf(tail, sizeof tail, "-%03d-%03d", pitch, velocity);
  return std::string_view(tail).find(word) != std::string_view::npos;
}

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
                                                       " was damaged; it has been made anew"});
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

/// It turned out to be damaged: the next opening makes it anew.
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
  const Instrument& instrument = instruments_[row.instrument];
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
  const Instrument& instrument = instruments_[wanted.instrument];
  std::vector<int> found;
  for (int i = instrument.first; i <= instrument.last; ++i)
    if (row(i).instrument == wanted.instrument && row(i).pitch == wanted.pitch) found.push_back(i);
  std::ranges::stable_sort(found, {}, [this](int i) { return row(i).velocity; });
  return found;
}

bool NoteIndex::fits(const NoteQuery& q, int index) const {
  const NoteRow& note = row(index);
  if (note.pitch < q.lowestPitch || note.pitch > q.highestPitch) return false;
  if (q.families.any() && !q.families[note.family]) return false;
  if (q.sources.any() && !q.sources[note.source]) return false;
  if ((std::bitset<10>(note.qualities) & q.qualities) != q.qualities) return false;
  if (!q.velocities.empty() && std::ranges::find(q.velocities, note.velocity) == q.velocities.end())
    return false;
  if (q.findings.any() && (findings(index) & q.findings).none()) return false;
  return !q.hideDoubtful || (findings(index).none() && note.home != NoteRow::Missing);
}

void NoteIndex::select(const NoteQuery& query, int offset, std::vector<int>& hits) const {
  std::vector<std::vector<char>> texts;
  for (const Word& word : wordsOf(query.text)) texts.push_back(withText(word));
  for (int i = 0; i < size(); ++i) {
    const auto here = [i](const std::vector<char>& found) {
      return found[static_cast<std::size_t>(i)] != 0;
    };
    if (fits(query, i) && std::ranges::all_of(texts, here)) hits.push_back(offset + i);
  }
}

std::vector<char> NoteIndex::withText(const Word& word) const {
  std::vector<char> found(rows_.size());
  std::bitset<10> qualities;
  for (std::size_t i = 0; i < kQualities.size(); ++i)
    qualities[i] = kQualities[i].starts_with(word.text);
  for (std::size_t i = 0; i < rows_.size(); ++i)
    found[i] =
        rows_[i].pitch == word.pitch || (std::bitset<10>(rows_[i].qualities) & qualities).any();
  try {
    searchWords(word, found);
  } catch (const DatabaseFailure&) {  // what the rows know is still found
    forgetIndex();
  }
  return found;
}

/// Trigrams find what has three letters.
void NoteIndex::searchWords(const Word& word, std::vector<char>& found) const {
  const auto letters = std::ranges::count_if(
      word.text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; });
  if (letters < 3) return searchShort(word, found);
  std::string phrase = "\"";
  for (const char c : word.text) phrase += c == '"' ? std::string("\"\"") : std::string(1, c);
  const std::scoped_lock lock(*search_.turn);
  Statement hits = search_.database->prepare("SELECT rowid FROM words WHERE words MATCH ?");
  hits.bind(1, phrase + '"');
  while (hits.next())
    if (hits.number(0) >= 0 && hits.number(0) < size())
      found[static_cast<std::size_t>(hits.number(0))] = 1;
}

/// One or two letters are in many notes, but in few instruments and endings.
void NoteIndex::searchShort(const Word& word, std::vector<char>& found) const {
  std::vector<char> instruments(instruments_.size());
  for (std::size_t i = 0; i < instruments_.size(); ++i)
    instruments[i] = containsWord(instruments_[i].id + "-", word.text) ||
                     containsWord(instruments_[i].name, word.text);
  enum : char { Unknown, Without, With };
  std::array<std::array<char, 128>, 128> tails{};
  const auto tailHas = [&](const NoteRow& note) {
    char& known = tails[note.pitch][note.velocity];
    if (known == Unknown) known = inTail(word.text, note.pitch, note.velocity) ? With : Without;
    return known == With;
  };
  for (std::size_t i = 0; i < rows_.size(); ++i)
    if (rows_[i].regular && (instruments[rows_[i].instrument] || tailHas(rows_[i]))) found[i] = 1;
  const std::scoped_lock lock(*search_.turn);
  Statement odd =
      search_.database->prepare("SELECT notes.place, id FROM odd JOIN notes USING(place)");
  while (odd.next()) {
    const auto place = odd.number(0);
    if (place < 0 || place >= size()) continue;
    const auto& name = instruments_[rows_[static_cast<std::size_t>(place)].instrument].name;
    if (containsWord(odd.text(1), word.text) || containsWord(name, word.text))
      found[static_cast<std::size_t>(place)] = 1;
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
  return fail(ErrorCode::Internal, "The findings cannot be kept in the index of " +
                                       source_.path.string() + " (" + failure.what +
                                       "); make room in your cache folder");
}

}  // namespace timbre::dataset
