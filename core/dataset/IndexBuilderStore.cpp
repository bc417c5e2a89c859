#include "dataset/IndexBuilderStore.h"

#include "dataset/SoundEndings.h"

namespace timbre::dataset {

namespace {

constexpr int kPerTransaction = 8192;

constexpr const char* kTables = R"(
CREATE TABLE state(key TEXT, position INTEGER, finished INTEGER);
CREATE TABLE notes(id TEXT PRIMARY KEY, instrument TEXT, name TEXT, number INTEGER, note INTEGER,
  rate INTEGER, pitch INTEGER, velocity INTEGER, family INTEGER, source INTEGER,
  qualities INTEGER, at INTEGER, sets TEXT, tab INTEGER) WITHOUT ROWID;
CREATE TABLE tables(number INTEGER PRIMARY KEY, name TEXT UNIQUE);
CREATE TABLE members(name TEXT PRIMARY KEY, stem TEXT, at INTEGER, link TEXT) WITHOUT ROWID;
CREATE TABLE sounds(stem TEXT PRIMARY KEY, at INTEGER) WITHOUT ROWID;
CREATE TABLE points(out INTEGER PRIMARY KEY, used INTEGER, bits INTEGER, window BLOB);
CREATE TABLE problems(place INTEGER PRIMARY KEY, code INTEGER, message TEXT, tab INTEGER);
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
  // A crash of the program loses nothing that way; one of the machine is noticed and restarted.
  database_.run("PRAGMA synchronous=OFF; PRAGMA cache_size=-24000; BEGIN");
  position_ = static_cast<std::uint64_t>(database_.number("SELECT position FROM state"));
  finished_ = database_.number("SELECT finished FROM state") != 0;
  insert_ = database_.prepare("INSERT OR IGNORE INTO notes VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
  member_ = database_.prepare("INSERT OR REPLACE INTO members VALUES(?,?,?,?)");
  problem_ = database_.prepare("INSERT INTO problems(code, message, tab) VALUES(?,?,?)");
  table_ = database_.number("SELECT max(number) FROM tables");
}

void IndexBuilderStore::add(const Result<NoteInfo>& note, std::uint64_t at) {
  if (!note) return addProblem(note.error());
  insert_->bind(1, note->id).bind(2, note->instrument).bind(3, note->name);
  insert_->bind(4, note->instrumentNumber).bind(5, note->note).bind(6, note->sampleRate);
  insert_->bind(7, note->pitch).bind(8, note->velocity).bind(9, note->family);
  insert_->bind(10, note->source).bind(11, static_cast<int>(note->qualities.to_ulong()));
  insert_->bind(12, static_cast<std::int64_t>(at)).bind(13, note->sampleSets);
  insert_->bind(14, table_).run();
  ++pending_;
  if (database_.changes() == 0)
    addProblem(
        {ErrorCode::BadFormat, "The note " + note->id + " occurs twice: only the first is used"});
}

void IndexBuilderStore::beginTable(const std::string& member) {
  database_.prepare("INSERT OR IGNORE INTO tables(name) VALUES(?)").bind(1, member).run();
  const bool again = database_.changes() == 0;
  Statement find = database_.prepare("SELECT number FROM tables WHERE name = ?");
  find.bind(1, member);
  if (find.next()) table_ = find.number(0);
  if (!again) return;
  database_.prepare("DELETE FROM notes WHERE tab = ?").bind(1, table_).run();
  database_.prepare("DELETE FROM problems WHERE tab = ?").bind(1, table_).run();
}

void IndexBuilderStore::addMember(const readers::Member& member) {
  const std::filesystem::path name(member.name);
  const std::string file = name.filename().string();
  const bool sound = !file.starts_with("._") && isSoundEnding(name.extension().string());
  member_->bind(1, member.name).bind(2, sound ? name.stem().string() : std::string());
  member_->bind(3, static_cast<std::int64_t>(member.at)).bind(4, member.link).run();
  ++pending_;
}

std::int64_t IndexBuilderStore::members() {
  return database_.number("SELECT count(*) FROM members");
}

std::string IndexBuilderStore::someMembers() {
  Statement read = database_.prepare("SELECT name FROM members ORDER BY at LIMIT 3");
  std::string names;
  while (read.next()) names += (names.empty() ? "" : ", ") + std::string(read.text(0));
  return members() > 3 ? names + ", …" : names;
}

void IndexBuilderStore::placeSounds() {
  database_.run(
      "INSERT OR IGNORE INTO sounds SELECT stem, at FROM members WHERE stem <> '' AND link = '' "
      "ORDER BY at");
  Statement links = database_.prepare(
      "SELECT stem, link FROM members WHERE stem <> '' AND link <> '' ORDER BY at");
  Statement target = database_.prepare("SELECT at, link FROM members WHERE name = ?");
  Statement put = database_.prepare("INSERT OR IGNORE INTO sounds VALUES(?,?)");
  while (links.next()) {
    constexpr int kMostSteps = 16;  // a link may stand for a link; some lead in a circle
    std::string name(links.text(1));
    for (int step = 0; step < kMostSteps; ++step) {
      target.reset();
      target.bind(1, name);
      if (!target.next()) break;
      if (target.text(1).empty()) {
        put.bind(1, links.text(0)).bind(2, target.number(0)).run();
        break;
      }
      name = target.text(1);
    }
    target.reset();
  }
}

void IndexBuilderStore::addProblem(const Error& error) {
  problem_->bind(1, static_cast<int>(error.code)).bind(2, error.message).bind(3, table_).run();
}

void IndexBuilderStore::keep(const readers::GzipPoint& point) {
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

readers::GzipPoint pointBefore(Database& database, std::uint64_t out) {
  Statement find = database.prepare(
      "SELECT out, used, bits, window FROM points WHERE out <= ? ORDER BY out DESC LIMIT 1");
  find.bind(1, static_cast<std::int64_t>(out));
  if (!find.next()) return {};
  return {static_cast<std::uint64_t>(find.number(0)), static_cast<std::uint64_t>(find.number(1)),
          static_cast<int>(find.number(2)), std::string(find.bytes(3))};
}

}  // namespace timbre::dataset
