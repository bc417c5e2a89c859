/// TensorFlow's record files as NSynth is published in them: in every record is a tf.Example with
/// the note's fields and its 64,000 samples. Both sets of names are known: those of the NSynth
/// release and those of TensorFlow Datasets.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>

#include "audio/AudioClip.h"
#include "base/Progress.h"
#include "base/Result.h"
#include "dataset/NoteInfo.h"
#include "readers/ByteStream.h"

namespace timbre::dataset {

/// A file of records from the place of one on.
struct RecordFile {
  std::filesystem::path file;  ///< for the sentences
  readers::ByteStream& stream;
  std::uint64_t at = 0;    ///< where the stream stands in the file's content
  std::uint64_t size = 0;  ///< of the file on disk, for the progress alone
};

/// Is given each note with the place of its record and that of the next.
using TakeRecord = std::function<void(Result<NoteInfo> note, std::uint64_t at, std::uint64_t next)>;

/// A record that is not a note comes as an Error. BadFormat when a checksum or a length is wrong or
/// the file breaks off: what came before was good. Cancellable.
Result<void> readTfRecord(const RecordFile& records, const TakeRecord& take, Progress& progress);

/// The sound of the record here: floats, whole numbers of 16 bits, or a sound file's bytes.
Result<audio::AudioClip> readTfRecordSound(const RecordFile& records);

}  // namespace timbre::dataset
