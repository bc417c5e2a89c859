/// The shapes a dataset comes in: a folder with examples.json, that folder as .tar or .tar.gz, and
/// TensorFlow's records.
#pragma once

#include <memory>
#include <vector>

#include "audio/AudioClip.h"
#include "base/Progress.h"
#include "dataset/IndexBuilderStore.h"

namespace timbre::dataset {

enum class Shape { Folder, Tar, TarGz, TfRecord };

struct DatasetLocation {
  Shape shape = Shape::Folder;
  std::filesystem::path path;  ///< absolute
  std::string key;  ///< another one when the content has changed: sizes and dates of the files
};

/// The datasets at this path: the one it is, or, when it is a folder of several (nsynth-train,
/// nsynth-valid, ...), all of them by name. NotFound with a sentence when there is none.
Result<std::vector<DatasetLocation>> findSources(const std::filesystem::path& path);

/// Reads all notes into `staging`, from where it stopped before. Cancelled when asked, BadFormat
/// when the source is no dataset. May throw DatabaseFailure.
Result<void> gather(const DatasetLocation& source, IndexBuilderStore& staging, Progress& progress);

/// The sound whose tar header begins at this byte of the archive's content; `points` as kept while
/// gathering.
Result<audio::AudioClip> readTarSound(const DatasetLocation& source, std::uint64_t at,
                                      const GzipPoint& point);

}  // namespace timbre::dataset
