/// SQLite as this room needs it: connections and statements that close themselves. Failures are
/// thrown as DatabaseFailure and caught at the public functions of the room.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace timbre::dataset {

/// Bytes that SQLite may have in all of the program: more than making and asking indexes takes, and
/// less than a damaged one may ask for.
inline constexpr std::int64_t kMostDatabaseMemory = std::int64_t{128} << 20;

struct DatabaseFailure {
  int code = 0;      ///< SQLite's primary result code
  std::string what;  ///< in SQLite's words

  /// The file is not a database or broken: making it again helps.
  bool damaged() const;
};

/// One compiled statement. Reading starts with the first next().
class Statement {
 public:
  Statement(sqlite3* database, std::string_view sql);

  /// Places count from 1.
  Statement& bind(int place, std::int64_t value);
  Statement& bind(int place, int value) { return bind(place, std::int64_t{value}); }
  /// The text is copied.
  Statement& bind(int place, std::string_view text);
  Statement& bindBytes(int place, std::string_view bytes);
  /// True: there is a row to read. Call reset() before binding again.
  bool next();
  void reset();
  /// next() and reset(), for statements without rows.
  void run();

  /// Columns count from 0; the views are valid until the next step.
  std::int64_t number(int column) const;
  std::string_view text(int column) const;
  std::string_view bytes(int column) const;

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

/// One connection: one thread at a time.
class Database {
 public:
  /// Made when it is not there; ":memory:" is a database of its own. Waits up to 5 s for others.
  explicit Database(const std::filesystem::path& file);

  void run(const char* sql);
  Statement prepare(std::string_view sql) { return {handle_.get(), sql}; }
  /// The first column of the first row; 0 when there is none.
  std::int64_t number(std::string_view sql);
  int changes() const;

 private:
  struct Close {
    void operator()(sqlite3* handle) const;
  };
  std::unique_ptr<sqlite3, Close> handle_;
};

/// Removes a database and the files SQLite keeps beside it.
void removeDatabase(const std::filesystem::path& file);

}  // namespace timbre::dataset
