/// A training pack: the notes of many instruments as 8-bit mu-law with their labels, in one
/// safetensors file whose samples are read when they are asked for.
#pragma once

#include <bitset>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/Result.h"
#include "dataset/Split.h"

namespace timbre::corpus {

using dataset::kSplits;
using dataset::nameOf;
using dataset::Split;

struct Instrument {
  std::string name;       ///< "keyboard_acoustic_004"
  std::string sampleSet;  ///< as dataset::NoteInfo::sampleSets
  bool operator==(const Instrument&) const = default;
};

/// What is known of one note.
struct Label {
  int pitch = 0;              ///< MIDI, 0..127
  int velocity = 0;           ///< 0..127
  int family = 0;             ///< index into dataset::kFamilies
  int source = 0;             ///< index into dataset::kSources
  std::bitset<10> qualities;  ///< bit i = dataset::kQualities[i]
  int instrument = 0;         ///< index into the pack's instruments()
  Split split = Split::Train;
  bool operator==(const Label&) const = default;
};

/// An open pack, checked to the last label. The samples stay in the file: a crop costs a read of
/// its bytes, a microsecond out of the system's cache. Cheap to copy, any thread may read. A file
/// that is replaced (renamed over) meanwhile stays readable as it was; one that is written to or
/// shortened in place is found out at the next read.
class TrainingPack {
 public:
  /// NotFound when there is no such file; BadFormat with a sentence when it is cut short, no
  /// training pack, or holds labels that cannot be.
  static Result<TrainingPack> open(const std::filesystem::path& path);

  const std::filesystem::path& path() const;
  /// At least one.
  int notes() const;
  /// The mu-law classes of a note at 16 kHz, 128 = silence, from sample `from` on; from +
  /// classes.size() is at most kNoteSamples. BadFormat when the file was changed since it was
  /// opened; then the content of `classes` is meaningless.
  Result<void> read(int index, int from, std::span<std::uint8_t> classes) const;
  /// All kNoteSamples of them.
  Result<std::vector<std::uint8_t>> note(int index) const;
  const Label& label(int index) const;
  std::span<const Instrument> instruments() const;
  /// Their indices, rising. BadFormat, saying which, when the pack has none of them.
  Result<std::vector<int>> of(Split split) const;

 private:
  struct Content;
  explicit TrainingPack(std::shared_ptr<const Content> content) : content_(std::move(content)) {}
  std::shared_ptr<const Content> content_;
};

}  // namespace timbre::corpus
