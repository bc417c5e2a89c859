/// examples.json, the table of an NSynth-format folder: read note by note, written in the dataset's
/// own fields.
#pragma once

#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "base/Progress.h"
#include "base/Result.h"
#include "dataset/NoteFields.h"

namespace timbre::dataset {

inline constexpr std::string_view kExamplesJson = "examples.json";

/// Calls `take` for every note in the order of the file; a note that cannot be understood comes as
/// an Error whose sentence names it. `file` and `fileMissing` are not filled in. NotFound or
/// BadFormat when the file as a whole cannot be read.
Result<void> readExamplesJson(const std::filesystem::path& file,
                              const std::function<void(Result<NoteInfo>)>& take,
                              Progress& progress);

/// The table out of any place, from byte `from` on: 0, or where an entry ended.
struct ExamplesSource {
  std::filesystem::path file;                        ///< for the sentences
  std::function<std::size_t(std::span<char>)> read;  ///< 0 at the end
  std::uint64_t from = 0;
  std::uint64_t size = 0;  ///< of the table, for the progress alone
};

/// With each note comes the byte where its entry ends, or 0 when reading cannot start again there
/// (see JsonObjectReader). Reading holds one entry at a time.
using TakeEntry = std::function<void(Result<NoteInfo>, std::uint64_t end)>;
Result<void> readExamples(const ExamplesSource& source, const TakeEntry& take, Progress& progress);

/// Writes folder/examples.json with every field of NSynth, atomically; the same notes give the same
/// bytes. The folder must exist.
Result<void> writeExamplesJson(const std::filesystem::path& folder,
                               std::span<const NoteInfo> notes);

}  // namespace timbre::dataset
