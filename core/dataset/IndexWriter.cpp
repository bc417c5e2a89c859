#include "dataset/IndexWriter.h"

#include <cstdio>
#include <optional>
#include <unordered_map>

#include "base/Hash.h"
#include "dataset/SoundShelf.h"

namespace timbre::dataset {
namespace fs = std::filesystem;

namespace {

/// Told one by one up to here, then as a number: a folder without its audio would fill the window.
constexpr int kProblemsTold = 100;

constexpr const char* kTables = R"(
CREATE TABLE meta(name TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE notes(place INTEGER PRIMARY KEY, id TEXT, note INTEGER, rate INTEGER, at INTEGER);
CREATE TABLE instruments(place INTEGER PRIMARY KEY, instrument TEXT, name TEXT, number INTEGER,
  first INTEGER, last INTEGER, sets TEXT);
CREATE TABLE files(place INTEGER PRIMARY KEY, path TEXT);
CREATE TABLE points(out INTEGER PRIMARY KEY, used INTEGER, bits INTEGER, window BLOB);
CREATE TABLE problems(place INTEGER PRIMARY KEY, code INTEGER, message TEXT);
CREATE TABLE findings(place INTEGER PRIMARY KEY, found INTEGER);
CREATE TABLE odd(place INTEGER PRIMARY KEY);
CREATE VIRTUAL TABLE words USING fts5(text, content='', tokenize='trigram');
)";

constexpr const char* kFoldedSounds =
    "CREATE INDEX IF NOT EXISTS folded ON sounds(stem COLLATE NOCASE)";
constexpr const char* kFindFolded = "SELECT at FROM sounds WHERE stem = ? COLLATE NOCASE LIMIT 1";

class Problems {
 public:
  explicit Problems(Database& index)
      : insert_(index.prepare("INSERT INTO problems(code, message) VALUES(?,?)")) {}
  void add(const Error& error) {
    if (told_++ < kProblemsTold)
      insert_.bind(1, static_cast<int>(error.code)).bind(2, error.message).run();
  }
  void close(const std::string& rest) {
    if (told_ > kProblemsTold)
      insert_.bind(1, static_cast<int>(ErrorCode::BadFormat))
          .bind(2, "And " + std::to_string(told_ - kProblemsTold) + " more " + rest)
          .run();
    told_ = 0;
  }

 private:
  Statement insert_;
  int told_ = 0;
};

struct Instrument {
  int place = 0;
  std::int64_t first = 0, last = 0;
};

class Writer {
 public:
  Writer(const DatasetLocation& source, IndexBuilderStore& staging, Database& index)
      : source_(source),
        staging_(staging),
        index_(index),
        problems_(index),
        note_(index.prepare("INSERT INTO notes VALUES(?,?,?,?,?)")),
        words_(index.prepare("INSERT INTO words(rowid, text) VALUES(?,?)")),
        odd_(index.prepare("INSERT INTO odd VALUES(?)")),
        instrument_(index.prepare("INSERT INTO instruments VALUES(?,?,?,?,?,?,?)")),
        file_(index.prepare("INSERT INTO files VALUES(?,?)")),
        shelf_(source) {
    if (source_.isArchive()) staging.database().run(kFoldedSounds);
    if (source_.isArchive()) folded_ = staging.database().prepare(kFindFolded);
  }

  Result<void> write(Progress& progress) {
    copyProblems();
    Database& read = staging_.database();
    const auto all = static_cast<double>(read.number("SELECT count(*) FROM notes")) + 1;
    if (shelf_.closed()) problems_.add(*shelf_.closed());
    Statement notes = read.prepare(
        "SELECT id, instrument, name, number, note, rate, pitch, velocity, family, source, "
        "qualities, n.at, m.at, m.stem IS NOT NULL, sets FROM notes n LEFT JOIN sounds m ON "
        "m.stem = n.id ORDER BY id");
    while (notes.next()) {
      add(notes);
      if (rows_.size() % 256 != 0) continue;
      if (progress.cancelled()) return cancelled();
      progress.advanced(static_cast<double>(rows_.size()) / all);
    }
    problems_.close("audio files are missing from " + source_.audio.string());
    writeInstrumentSpans();
    copyPoints();
    writeRows();
    return {};
  }

 private:
  void copyProblems() {
    Statement read = staging_.database().prepare("SELECT code, message FROM problems");
    while (read.next())
      problems_.add({static_cast<ErrorCode>(read.number(0)), std::string(read.text(1))});
    problems_.close("notes of " + source_.path.string() + " are left out");
  }

  void add(const Statement& from) {
    const auto place = static_cast<std::int64_t>(rows_.size());
    const std::string id(from.text(0));
    NoteRow row;
    row.instrument = instrumentOf(from, place);
    row.pitch = static_cast<std::uint8_t>(from.number(6));
    row.velocity = static_cast<std::uint8_t>(from.number(7));
    row.family = static_cast<std::uint8_t>(from.number(8));
    row.source = static_cast<std::uint8_t>(from.number(9));
    row.qualities = static_cast<std::uint16_t>(from.number(10));
    char tail[16];
    std::snprintf(tail, sizeof tail, "-%03d-%03d", row.pitch, row.velocity);
    row.regular = id == std::string(from.text(1)) + tail;
    const bool member = source_.isArchive();
    std::int64_t at = from.number(member ? 12 : 11);
    row.home = homeOf(id, place, from.number(13) != 0, at);
    note_.bind(1, place).bind(2, id).bind(3, from.number(4)).bind(4, from.number(5));
    note_.bind(5, at).run();
    words_.bind(1, place).bind(2, id + ' ' + std::string(from.text(2))).run();
    if (!row.regular) odd_.bind(1, place).run();
    rows_.push_back(row);
  }

  std::uint32_t instrumentOf(const Statement& from, std::int64_t place) {
    const std::string key = std::string(from.text(1)) + '\n' + std::string(from.text(2)) + '\n' +
                            std::string(from.text(3)) + '\n' + std::string(from.text(14));
    const auto [found, fresh] =
        instruments_.try_emplace(key, Instrument{static_cast<int>(instruments_.size()), place, 0});
    found->second.last = place;
    if (fresh) {
      instrument_.bind(1, found->second.place).bind(2, from.text(1)).bind(3, from.text(2));
      instrument_.bind(4, from.number(3))
          .bind(5, place)
          .bind(6, place)
          .bind(7, from.text(14))
          .run();
    }
    return static_cast<std::uint32_t>(found->second.place);
  }

  /// `at`, where it lies in the archive, is found here when its name is written in other letters.
  NoteRow::Home homeOf(const std::string& id, std::int64_t place, bool member, std::int64_t& at) {
    if (source_.shape == Shape::TfRecord || member) return NoteRow::Inside;
    if (source_.shape == Shape::Folder) {
      const auto found = shelf_.find(id);
      if (found.home == NoteRow::Elsewhere) file_.bind(1, place).bind(2, found.path).run();
      if (found.home != NoteRow::Missing) return found.home;
      if (!shelf_.closed()) problems_.add(missingIn(source_.audio / (id + ".wav")));
      return NoteRow::Missing;
    }
    folded_->reset();
    if (folded_->bind(1, id).next()) {
      at = folded_->number(0);
      return NoteRow::Inside;
    }
    problems_.add({ErrorCode::NotFound, "The sound of the note " + id + " is missing from " +
                                            source_.path.string() +
                                            "; download it again to hear the note"});
    return NoteRow::Missing;
  }

  static Error missingIn(const fs::path& file) {
    return {ErrorCode::NotFound,
            "The audio file " + file.string() + " is missing; copy it there to hear the note"};
  }

  void writeInstrumentSpans() {
    Statement update = index_.prepare("UPDATE instruments SET last = ? WHERE place = ?");
    for (const auto& [key, instrument] : instruments_)
      if (instrument.last != instrument.first)
        update.bind(1, instrument.last).bind(2, instrument.place).run();
  }

  void copyPoints() {
    Statement read = staging_.database().prepare("SELECT out, used, bits, window FROM points");
    Statement write = index_.prepare("INSERT INTO points VALUES(?,?,?,?)");
    while (read.next()) {
      write.bind(1, read.number(0)).bind(2, read.number(1)).bind(3, read.number(2));
      write.bindBytes(4, read.bytes(3)).run();
    }
  }

  void writeRows() {
    const std::string_view bytes(reinterpret_cast<const char*>(rows_.data()),
                                 rows_.size() * sizeof(NoteRow));
    Statement meta = index_.prepare("INSERT INTO meta VALUES(?,?)");
    meta.bind(1, "rows").bindBytes(2, bytes).run();
    meta.bind(1, "rows_hash").bind(2, hexOf(hashOf(bytes))).run();
    meta.bind(1, "key").bind(2, source_.key).run();
    meta.bind(1, "nested").bind(2, shelf_.nested()).run();
  }

  const DatasetLocation& source_;
  IndexBuilderStore& staging_;
  Database& index_;
  Problems problems_;
  Statement note_, words_, odd_, instrument_, file_;
  std::optional<Statement> folded_;  // sounds of an archive by their names in any case
  SoundShelf shelf_;
  std::unordered_map<std::string, Instrument> instruments_;
  std::vector<NoteRow> rows_;
};

}  // namespace

Result<void> writeIndex(const DatasetLocation& source, IndexBuilderStore& staging, Database& index,
                        Progress& progress) {
  index.run("PRAGMA synchronous=OFF; PRAGMA journal_mode=WAL; PRAGMA cache_size=-16000; BEGIN");
  index.run(kTables);
  if (auto written = Writer(source, staging, index).write(progress); !written) return written;
  index.run(("PRAGMA user_version=" + std::to_string(kIndexFormat)).c_str());
  index.run("COMMIT; PRAGMA wal_checkpoint(TRUNCATE)");
  progress.advanced(1);
  return {};
}

}  // namespace timbre::dataset
