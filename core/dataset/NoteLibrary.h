/// The notes of an NSynth-format folder.
#pragma once

#include <array>
#include <filesystem>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "audio/AudioClip.h"
#include "base/Progress.h"
#include "base/Result.h"
#include "dataset/NoteInfo.h"
#include "dataset/NoteQuery.h"

namespace timbre::dataset {

/// Notes by family and source: counts[family][source].
using NoteCounts = std::array<std::array<int, kSources.size()>, kFamilies.size()>;

/// Immutable and cheap to copy (the notes are shared): any thread may read it.
class NoteLibrary {
 public:
  /// No notes, no folder.
  NoteLibrary();

  /// Reads examples.json; the audio is looked for as <id>.wav or .flac in audio/ and beside
  /// examples.json, and read only when asked for. NotFound when there is no such folder or no
  /// examples.json in it, BadFormat when that is no JSON object. A note that cannot be understood
  /// is left out and told of in problems(); the others are there. About 0.2 s for 10,000 notes.
  /// Cancellable.
  static Result<NoteLibrary> open(const std::filesystem::path& folder, Progress& progress);

  const std::filesystem::path& folder() const { return content_->folder; }
  /// Sorted by id; the indices below count from 0 in this order.
  std::span<const NoteInfo> notes() const { return content_->notes; }
  bool empty() const { return content_->notes.empty(); }
  /// nullptr when there is none. Valid as long as a copy of the library.
  const NoteInfo* find(std::string_view id) const;
  /// -1 when there is none.
  int indexOf(std::string_view id) const;

  /// Indices in rising order.
  std::vector<int> select(const NoteQuery& query) const;
  /// Indices of the notes of the same instrument and pitch, this one among them, softest first.
  std::vector<int> velocitiesOf(const NoteInfo& note) const;
  const NoteCounts& counts() const { return content_->counts; }
  /// Notes left out and audio files missing, each a sentence.
  std::span<const Error> problems() const { return content_->problems; }

 private:
  struct Content {
    std::filesystem::path folder;
    std::vector<NoteInfo> notes;
    std::vector<Error> problems;
    NoteCounts counts{};
    std::vector<int> bySound;  ///< by instrument, pitch, velocity
  };
  explicit NoteLibrary(std::shared_ptr<const Content> content) : content_(std::move(content)) {}
  std::shared_ptr<const Content> content_;
};

/// The note's sound at `rate`, as long as its file is (NSynth's own: 64,000 samples at 16 kHz).
/// NotFound with a sentence when the file is missing.
Result<audio::AudioClip> readNote(const NoteInfo& note, SampleRate rate = kModelRate);

}  // namespace timbre::dataset
