/// TensorFlow's record files as NSynth is published in them: framing with checksums, and in every
/// record a tf.Example with the note's fields and its 64,000 samples.
#pragma once

#include <filesystem>
#include <functional>

#include "audio/AudioClip.h"
#include "base/Progress.h"
#include "base/Result.h"
#include "dataset/NoteInfo.h"

namespace timbre::dataset {

/// Whether the first bytes are the frame of a record, checksum and all.
bool looksLikeTfRecord(const std::filesystem::path& file);

/// Calls `take` for every record from byte `from` on, which must be the begin of one, with its
/// place and that of the next. A record that is no note comes as an Error. BadFormat when a
/// checksum or a length is wrong or the file breaks off: what came before was good.
Result<void> readTfRecord(
    const std::filesystem::path& file, std::uint64_t from,
    const std::function<void(Result<NoteInfo>, std::uint64_t at, std::uint64_t next)>& take,
    Progress& progress);

/// The sound of the record at this place.
Result<audio::AudioClip> readTfRecordSound(const std::filesystem::path& file, std::uint64_t at);

}  // namespace timbre::dataset
