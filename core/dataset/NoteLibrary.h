/// The notes of an NSynth-format folder.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
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

/// What a check found about the note with this index.
struct CheckedNote {
  int index = 0;
  Findings findings;
};

class NoteRange;

/// Cheap to copy (the notes are shared), and but for setFindings() immutable: any thread may use
/// it.
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
  int size() const { return static_cast<int>(content_->notes.size()); }
  bool empty() const { return size() == 0; }
  /// `index` in [0, size); the notes are in the order of their ids.
  NoteInfo note(int index) const;
  /// All of them, for a range-based for; each is fetched when it is its turn.
  NoteRange notes() const;
  /// Nothing when there is none.
  std::optional<NoteInfo> find(std::string_view id) const;
  /// -1 when there is none.
  int indexOf(std::string_view id) const;

  /// Indices in rising order.
  std::vector<int> select(const NoteQuery& query) const;
  /// Indices of the notes of the same instrument and pitch, this one among them, softest first.
  std::vector<int> velocitiesOf(const NoteInfo& note) const;
  /// Takes down what a check of the notes found; every copy of the library sees it, and whoever
  /// opens the folder later. Any thread.
  Result<void> setFindings(std::span<const CheckedNote> checked) const;
  const NoteCounts& counts() const { return content_->counts; }
  /// Notes left out and audio files missing, each a sentence.
  std::span<const Error> problems() const { return content_->problems; }

 private:
  struct Content {
    std::filesystem::path folder;
    std::vector<NoteInfo> notes;
    std::vector<Error> problems;
    NoteCounts counts{};
    std::vector<int> bySound;                    ///< by instrument, pitch, velocity
    mutable std::vector<std::uint8_t> findings;  ///< highest bit: checked
  };
  explicit NoteLibrary(std::shared_ptr<const Content> content) : content_(std::move(content)) {}
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
