#include "dataset/IndexBuilderStore.h"

namespace timbre::dataset {

namespace {

constexpr int kPerTransaction = 8192;

constexpr const char* kTables = R"(
CREATE TABLE state(key TEXT, position INTEGER, finished INTEGER);
CREATE TABLE notes(id TEXT PRIMARY KEY, instrument TEXT, name TEXT, number INTEGER, note INTEGER,
  rate INTEGER, pitch INTEGER, velocity INTEGER, family INTEGER, source INTEGER,
  qualities INTEGER, at INTEGER, sets TEXT) WITHOUT ROWID;
CREATE TABLE members(stem TEXT PRIMARY KEY, at INTEGER) WITHOUT ROWID;
CREATE TABLE points(out INTEGER PRIMARY KEY, used INTEGER, bits INTEGER, window BLOB);
CREATE TABLE problems(place INTEGER PRIMARY KEY, code INTEGER, message TEXT);
)";

/// For what was begun with the same key; 0 else.
std::optional<std::uint64_t> begun(Database& database, const std::string& key) try {
  Statement state = database.prepare("SELECT position FROM state WHERE key = ?");
  state.bind(1, key);
  if (!state.next()) return {};
  return static_cast<std::uint64_t>(state.number(0));
} catch (const DatabaseFailure&) {
  return {};
}

Database openOrRenew(const std::filesystem::path& file, const std::string& key) {
  try {
    Database there(file);
    if (begun(there, key)) return there;
  } catch (const DatabaseFailure& failure) {
    if (!failure.damaged()) throw;
  }
  if (file != ":memory:") removeDatabase(file);
  Database fresh(file);
  fresh.run("PRAGMA synchronous=OFF; PRAGMA journal_mode=WAL; BEGIN");
  fresh.run(kTables);
  fresh.prepare("INSERT INTO state VALUES(?, 0, 0)").bind(1, key).run();
  fresh.run("COMMIT");
  return fresh;
}

}  // namespace

IndexBuilderStore::IndexBuilderStore(const std::filesystem::path& file, const std::string& key)
    : database_(openOrRenew(file, key)) {
  // A crash of the program loses nothing that way; one of the machine is noticed and begun anew.
  database_.run("PRAGMA synchronous=OFF; PRAGMA cache_size=-24000; BEGIN");
  position_ = static_cast<std::uint64_t>(database_.number("SELECT position FROM state"));
  finished_ = database_.number("SELECT finished FROM state") != 0;
  insert_ = database_.prepare("INSERT OR IGNORE INTO notes VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?)");
  member_ = database_.prepare("INSERT OR IGNORE INTO members VALUES(?,?)");
  problem_ = database_.prepare("INSERT INTO problems(code, message) VALUES(?,?)");
}

void IndexBuilderStore::add(const Result<NoteInfo>& note, std::uint64_t at) {
  if (!note) return addProblem(note.error());
  insert_->bind(1, note->id).bind(2, note->instrument).bind(3, note->name);
  insert_->bind(4, note->instrumentNumber).bind(5, note->note).bind(6, note->sampleRate);
  insert_->bind(7, note->pitch).bind(8, note->velocity).bind(9, note->family);
  insert_->bind(10, note->source).bind(11, static_cast<int>(note->qualities.to_ulong()));
  insert_->bind(12, static_cast<std::int64_t>(at)).bind(13, note->sampleSets).run();
  ++pending_;
  if (database_.changes() == 0)
    addProblem({ErrorCode::BadFormat,
                "The note " + note->id + " is there twice: only the first is shown"});
}

void IndexBuilderStore::addMember(const std::string& stem, std::uint64_t at) {
  member_->bind(1, stem).bind(2, static_cast<std::int64_t>(at)).run();
  ++pending_;
}

void IndexBuilderStore::addProblem(const Error& error) {
  problem_->bind(1, static_cast<int>(error.code)).bind(2, error.message).run();
}

void IndexBuilderStore::keep(const GzipPoint& point) {
  Statement insert = database_.prepare("INSERT OR IGNORE INTO points VALUES(?,?,?,?)");
  insert.bind(1, static_cast<std::int64_t>(point.out)).bind(2, static_cast<std::int64_t>(point.in));
  insert.bind(3, point.bits).bindBytes(4, point.window).run();
}

void IndexBuilderStore::reached(std::uint64_t position) {
  if (pending_ >= kPerTransaction) flush(position);
}

void IndexBuilderStore::flush(std::uint64_t position) {
  database_.prepare("UPDATE state SET position = ?")
      .bind(1, static_cast<std::int64_t>(position))
      .run();
  database_.run("COMMIT; BEGIN");
  position_ = position;
  pending_ = 0;
}

void IndexBuilderStore::finish() {
  database_.run("UPDATE state SET finished = 1; COMMIT; BEGIN");
  finished_ = true;
}

GzipPoint pointBefore(Database& database, std::uint64_t out) {
  Statement find = database.prepare(
      "SELECT out, used, bits, window FROM points WHERE out <= ? ORDER BY out DESC LIMIT 1");
  find.bind(1, static_cast<std::int64_t>(out));
  if (!find.next()) return {};
  return {static_cast<std::uint64_t>(find.number(0)), static_cast<std::uint64_t>(find.number(1)),
          static_cast<int>(find.number(2)), std::string(find.bytes(3))};
}

}  // namespace timbre::dataset
