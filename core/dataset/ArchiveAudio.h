/// The sounds of a dataset that is one file.
#pragma once

#include <memory>
#include <mutex>

#include "dataset/DatasetLocation.h"

namespace timbre::dataset {

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
