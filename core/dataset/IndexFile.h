/// The index of one dataset on disk: made in the background of opening, found again the next time.
#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/Progress.h"
#include "dataset/Database.h"
#include "dataset/DatasetLocation.h"
#include "dataset/NoteInfo.h"

namespace timbre::dataset {

/// What is known of a note without asking the database; 12 bytes, so that 300,000 are 3.7 MB.
struct NoteRow {
  enum Home : std::uint8_t {
    AudioWav,
    AudioFlac,
    BesideWav,
    BesideFlac,
    Inside,
    Missing,
    Elsewhere  ///< the index has its path
  };
  std::uint32_t instrument = 0;  ///< index into the table of instruments
  std::uint16_t qualities = 0;
  std::uint8_t pitch = 0;
  std::uint8_t velocity = 0;
  std::uint8_t family = 0;
  std::uint8_t source = 0;
  std::uint8_t home = AudioWav;  ///< where its sound is
  std::uint8_t regular = 0;      ///< its id is instrument-PPP-VVV
};
static_assert(sizeof(NoteRow) == 12);

/// One instrument of an index.
struct InstrumentRow {
  std::string id, name;
  std::int64_t number = 0;
  int first = 0, last = 0;  ///< of its notes; others may lie between
  std::string sampleSets;
};

/// One connection; the lock is held while it is used.
struct IndexDoor {
  std::shared_ptr<Database> database;
  std::shared_ptr<std::mutex> turn = std::make_shared<std::mutex>();
};

/// userCacheFolder()/libraries
std::filesystem::path indexFolder();

struct IndexFile {
  std::filesystem::path path;  ///< ":memory:" for a small library where nothing can be written
  std::shared_ptr<Database> database;
  std::filesystem::path content;  ///< the unpacked copy of a file that had to be unpacked
  bool renewed = false;           ///< it was damaged and has been remade
};

/// Opens the index of the source, making it first when there is none, when it is damaged or of
/// another state of the source. Two programs may do so at once: one makes it, the other waits.
/// Internal with a sentence when it cannot be written (a full disk). Cancellable; what was read
/// until then is kept for the next time.
Result<IndexFile> openIndexFile(const DatasetLocation& source, const std::filesystem::path& folder,
                                Progress& progress);

/// All of them, in the order of their ids. Throws DatabaseFailure when they are damaged.
std::vector<NoteRow> rowsOf(Database& database);

}  // namespace timbre::dataset
