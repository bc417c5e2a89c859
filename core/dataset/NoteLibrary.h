/// The notes of a dataset, or of several: a few or all 305,979 of NSynth.
#pragma once

#include <array>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "audio/AudioClip.h"
#include "base/Progress.h"
#include "base/Result.h"
#include "dataset/NoteInfo.h"
#include "dataset/NoteQuery.h"

namespace timbre::dataset {

class NoteIndex;

/// Notes by family and source: counts[family][source].
using NoteCounts = std::array<std::array<int, kSources.size()>, kFamilies.size()>;

/// How many notes there are of each kind.
struct NoteCensus {
  NoteCounts families{};
  std::array<int, 128> pitches{};
  std::array<int, 128> velocities{};
};

/// What a check found about the note with this index.
struct CheckedNote {
  int index = 0;
  Findings findings;
};

/// The answer to a query.
struct NoteSelection {
  std::vector<int> notes;  ///< indices, in the order asked for
  FacetCounts counts;
};

class NoteRange;

/// Cheap to copy (the notes are shared), and but for setFindings() immutable: any thread may use
/// it. The notes lie in an index on disk: 300,000 take 20 MB of memory.
class NoteLibrary {
 public:
  /// No notes, no folder.
  NoteLibrary();

  /// `folder` is an NSynth-format folder (examples.json; the audio as <id>.wav or .flac in audio/
  /// or beside the table), the same as .tar or .zip, compressed or not, or a .tfrecord; or a folder
  /// of several of these. The first time an index is made in the user's cache (more than 20,000
  /// notes/s from JSON; an archive is read through once); later opening takes a moment. Sounds are
  /// read only when asked for. NotFound when there is no dataset, BadFormat when it cannot be read,
  /// Internal when there is no room for the index. A note that cannot be understood is left out and
  /// named in problems(); the others are there. Cancellable; the next opening resumes there.
  static Result<NoteLibrary> open(const std::filesystem::path& folder, Progress& progress);
  /// With another folder for the indexes.
  static Result<NoteLibrary> open(const std::filesystem::path& folder, Progress& progress,
                                  const std::filesystem::path& indexes);

  /// These notes, then those of the other; folder() is this one's.
  NoteLibrary joined(const NoteLibrary& other) const;

  const std::filesystem::path& folder() const { return content_->folder; }
  int size() const { return content_->size; }
  bool empty() const { return size() == 0; }
  /// `index` in [0, size); the notes of each dataset are in the order of their ids. 0.1 ms at most.
  NoteInfo note(int index) const;
  /// All of them, for a range-based for; each is fetched when it is its turn.
  NoteRange notes() const;
  /// Nothing when there is none.
  std::optional<NoteInfo> find(std::string_view id) const;
  /// -1 when there is none.
  int indexOf(std::string_view id) const;

  /// Indices, by default in rising order.
  std::vector<int> select(const NoteQuery& query, NoteOrder order = {}) const;
  /// The same, and what each facet would find: 20 ms for 300,000 notes, more with words.
  NoteSelection ask(const NoteQuery& query, NoteOrder order = {}) const;
  /// The same indices in another order.
  std::vector<int> sorted(std::vector<int> notes, NoteOrder order) const;
  /// Their names as a person says them, else their ids; sorted, each once.
  std::vector<std::string> instruments() const;
  /// Indices of the notes of the same instrument and pitch, this one among them, softest first.
  std::vector<int> velocitiesOf(const NoteInfo& note) const;
  /// Stores the findings of a check. Every copy of the library sees them, and later openings of the
  /// folder too. Any thread.
  Result<void> setFindings(std::span<const CheckedNote> checked) const;
  const NoteCounts& counts() const { return content_->census.families; }
  const NoteCensus& census() const { return content_->census; }
  /// Notes left out and audio files missing, each a sentence.
  std::span<const Error> problems() const { return content_->problems; }

 private:
  struct Content {
    void add(std::shared_ptr<NoteIndex> part);
    std::filesystem::path folder;
    std::vector<std::shared_ptr<NoteIndex>> parts;
    std::vector<int> starts;  ///< of each part
    int size = 0;
    NoteCensus census;
    std::vector<Error> problems;
  };
  struct Place {
    std::size_t part;
    int index;
  };
  explicit NoteLibrary(std::shared_ptr<const Content> content) : content_(std::move(content)) {}
  Place placeOf(int index) const;

  std::shared_ptr<const Content> content_;
};

/// The notes of a library one after the other, by value.
class NoteRange {
 public:
  class Iterator {
   public:
    using value_type = NoteInfo;
    using difference_type = std::ptrdiff_t;
    Iterator() = default;
    Iterator(NoteLibrary library, int index) : library_(std::move(library)), index_(index) {}
    NoteInfo operator*() const { return library_.note(index_); }
    Iterator& operator++() {
      ++index_;
      return *this;
    }
    Iterator operator++(int) { return {library_, index_++}; }
    bool operator==(const Iterator& other) const { return index_ == other.index_; }

   private:
    NoteLibrary library_;
    int index_ = 0;
  };

  explicit NoteRange(NoteLibrary library) : library_(std::move(library)) {}
  Iterator begin() const { return {library_, 0}; }
  Iterator end() const { return {library_, library_.size()}; }
  std::size_t size() const { return static_cast<std::size_t>(library_.size()); }
  NoteInfo operator[](std::size_t index) const { return library_.note(static_cast<int>(index)); }

 private:
  NoteLibrary library_;
};

inline NoteRange NoteLibrary::notes() const {
  return NoteRange(*this);
}

/// The note's sound at `rate`, as long as its file is (NSynth's own: 64,000 samples at 16 kHz).
/// NotFound with a sentence when the file is missing.
Result<audio::AudioClip> readNote(const NoteInfo& note, SampleRate rate = kModelRate);

}  // namespace timbre::dataset
