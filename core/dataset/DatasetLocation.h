/// The shapes a dataset comes in: a folder with examples.json, that folder as an archive (.zip,
/// .tar, .tar.gz, .tar.xz and other compressions), and TensorFlow's records, in one file or in
/// numbered ones ("shards").
#pragma once

#include <memory>
#include <vector>

#include "base/Result.h"
#include "readers/ByteStream.h"
#include "readers/Gzip.h"

namespace timbre::dataset {

enum class Shape { Folder, Tar, Zip, TfRecord };
/// Gzip is entered in the middle; what else is compressed is unpacked into the cache as a whole.
enum class Packing { None, Gzip, Whole };

struct DatasetLocation {
  Shape shape = Shape::Folder;
  Packing packing = Packing::None;
  std::filesystem::path path;   ///< absolute; of several files what their names share
  std::filesystem::path table;  ///< of a folder: its examples.json, whatever its case
  std::filesystem::path audio;  ///< of a folder: its audio, whatever its case; it may not exist
  std::vector<std::filesystem::path> files;  ///< else: the one, or all of them by number
  std::string key;  ///< another one when the content has changed: sizes and dates of the files

  bool isArchive() const { return shape == Shape::Tar || shape == Shape::Zip; }
};

struct FoundSources {
  std::vector<DatasetLocation> sources;
  std::vector<Error> problems;  ///< about what looked like a dataset and is none, or not all of it
};

/// The datasets at this path: the one it is, or, when it is a folder of several (nsynth-train,
/// nsynth-valid, ...) or has them further down, all of them by name. A sentence that says what was
/// found instead when there is none: NotFound, or BadFormat for a file that is not a dataset.
Result<FoundSources> findSources(const std::filesystem::path& path);

/// Whether a file is called like a dataset in one file: its ending, or the number of a shard.
bool isNamedLikeADataset(const std::string& name);

/// A byte of a dataset's content that may lie in several files: which one, and where in it.
struct ContentPlace {
  std::size_t file = 0;
  std::uint64_t at = 0;

  static ContentPlace of(std::uint64_t place) { return {place >> kBits, place & kMask}; }
  std::uint64_t place() const { return (static_cast<std::uint64_t>(file) << kBits) | at; }

 private:
  static constexpr int kBits = 40;
  static constexpr std::uint64_t kMask = (std::uint64_t{1} << kBits) - 1;
};

/// The content from this place on; `point` is the last one kept before it, `keep` as for
/// openGzip(), both with places in all of the content. Throws Unreadable.
std::unique_ptr<readers::ByteStream> openContent(
    const DatasetLocation& source, std::uint64_t place, const readers::GzipPoint& point,
    const std::function<void(const readers::GzipPoint&)>& keep);

}  // namespace timbre::dataset
