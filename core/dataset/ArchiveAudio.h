/// The sounds of a dataset that is one file, or a few.
#pragma once

#include <memory>
#include <mutex>

#include "audio/AudioClip.h"
#include "dataset/Database.h"
#include "dataset/DatasetLocation.h"

namespace timbre::dataset {

/// The sound whose header begins at this byte of the archive's content; `point` as kept while
/// gathering.
Result<audio::AudioClip> readArchivedSound(const DatasetLocation& source, std::uint64_t at,
                                           const readers::GzipPoint& point);

/// Any thread.
class ArchiveAudio {
 public:
  /// `index` has the points of a packed archive; it may be empty for the other shapes.
  ArchiveAudio(DatasetLocation source, std::shared_ptr<Database> index,
               std::shared_ptr<std::mutex> turn)
      : source_(std::move(source)), index_(std::move(index)), turn_(std::move(turn)) {}
  Result<audio::AudioClip> read(std::int64_t at) const;

 private:
  DatasetLocation source_;
  std::shared_ptr<Database> index_;
  std::shared_ptr<std::mutex> turn_;  // of the connection
};

}  // namespace timbre::dataset
