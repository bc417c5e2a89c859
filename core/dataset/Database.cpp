#include "dataset/Database.h"

#include <sqlite3.h>

#include <system_error>

namespace timbre::dataset {

namespace {

constexpr int kPatience = 5000;  // ms

[[noreturn]] void complain(sqlite3* handle, int code) {
  throw DatabaseFailure{code & 0xff, handle ? sqlite3_errmsg(handle) : sqlite3_errstr(code)};
}

}  // namespace

bool DatabaseFailure::damaged() const {
  // A file without our tables is an SQL error: it is not what we wrote.
  return code == SQLITE_CORRUPT || code == SQLITE_NOTADB || code == SQLITE_ERROR ||
         code == SQLITE_MISMATCH || code == SQLITE_TOOBIG || code == SQLITE_NOMEM;
}

void Statement::Finalize::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

Statement::Statement(sqlite3* database, std::string_view sql) {
  sqlite3_stmt* made = nullptr;
  const int code =
      sqlite3_prepare_v2(database, sql.data(), static_cast<int>(sql.size()), &made, nullptr);
  statement_.reset(made);
  if (code != SQLITE_OK) complain(database, code);
}

Statement& Statement::bind(int place, std::int64_t value) {
  sqlite3_bind_int64(statement_.get(), place, value);
  return *this;
}

Statement& Statement::bind(int place, std::string_view text) {
  sqlite3_bind_text(statement_.get(), place, text.data(), static_cast<int>(text.size()),
                    SQLITE_TRANSIENT);
  return *this;
}

Statement& Statement::bindBytes(int place, std::string_view bytes) {
  sqlite3_bind_blob64(statement_.get(), place, bytes.data(), bytes.size(), SQLITE_TRANSIENT);
  return *this;
}

bool Statement::next() {
  const int code = sqlite3_step(statement_.get());
  if (code != SQLITE_ROW && code != SQLITE_DONE)
    complain(sqlite3_db_handle(statement_.get()), code);
  return code == SQLITE_ROW;
}

void Statement::reset() {
  sqlite3_reset(statement_.get());
}

void Statement::run() {
  while (next()) {
  }
  reset();
}

std::int64_t Statement::number(int column) const {
  return sqlite3_column_int64(statement_.get(), column);
}

std::string_view Statement::text(int column) const {
  const auto* text = sqlite3_column_text(statement_.get(), column);
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column));
  return text ? std::string_view(reinterpret_cast<const char*>(text), size) : std::string_view();
}

std::string_view Statement::bytes(int column) const {
  const void* bytes = sqlite3_column_blob(statement_.get(), column);
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column));
  return bytes ? std::string_view(static_cast<const char*>(bytes), size) : std::string_view();
}

void Database::Close::operator()(sqlite3* handle) const {
  sqlite3_close_v2(handle);
}

Database::Database(const std::filesystem::path& file) {
  [[maybe_unused]] static const auto limited = sqlite3_hard_heap_limit64(kMostDatabaseMemory);
  sqlite3* made = nullptr;
  const int code =
      sqlite3_open_v2(file.c_str(), &made,
                      SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_FULLMUTEX, nullptr);
  handle_.reset(made);
  if (code != SQLITE_OK) complain(made, code);
  sqlite3_busy_timeout(made, kPatience);
}

void Database::run(const char* sql) {
  const int code = sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) complain(handle_.get(), code);
}

std::int64_t Database::number(std::string_view sql) {
  Statement statement = prepare(sql);
  return statement.next() ? statement.number(0) : 0;
}

int Database::changes() const {
  return sqlite3_changes(handle_.get());
}

void removeDatabase(const std::filesystem::path& file) {
  std::error_code ignored;
  for (const char* ending : {"", "-wal", "-shm", "-journal"})
    std::filesystem::remove(file.string() + ending, ignored);
}

}  // namespace timbre::dataset
