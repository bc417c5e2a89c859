/// The notes that a model is trained on, and the crops drawn from them. No torch here.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "base/Progress.h"
#include "base/Result.h"
#include "base/Units.h"
#include "corpus/TrainingPack.h"
#include "model/TrainRequest.h"

namespace timbre::training {

/// Notes that are drawn alike, and how often any of them is: shares count relative to each other.
struct NoteGroup {
  double share = 0;
  std::vector<int> notes;  ///< indices, not empty
};

/// The 64,000 mu-law classes of a note: in memory, or in a pack. Cheap to copy, never changes.
class StoredNote {
 public:
  /// kNoteSamples of them.
  explicit StoredNote(std::vector<std::uint8_t> classes)
      : place_(std::make_shared<const std::vector<std::uint8_t>>(std::move(classes))) {}
  StoredNote(corpus::TrainingPack pack, int index) : place_(InPack{std::move(pack), index}) {}

  /// From sample `from` on; from + classes.size() is at most kNoteSamples. Fails as
  /// corpus::TrainingPack::read().
  Result<void> read(int from, std::span<std::uint8_t> classes) const;

 private:
  struct InPack {
    corpus::TrainingPack pack;
    int index;
  };
  std::variant<std::shared_ptr<const std::vector<std::uint8_t>>, InPack> place_;
};

/// Nothing in it changes once loaded.
struct Notes {
  std::vector<StoredNote> sounds;
  std::vector<int> pitch;          ///< MIDI, 0..127
  std::vector<NoteGroup> trained;  ///< the notes to train on, at least one group
  std::vector<int> heldOut;        ///< held-out pitches of training instruments; may be empty
  std::vector<int> unseen;         ///< of instruments that are not; may be empty
  int unreadable = 0;              ///< notes left out because their sound could not be read

  int trainedCount() const;
};

/// Adds a note, its samples at the model's rate, cut or padded with silence; its index. Nobody
/// draws it until it is put into a group.
int add(Notes& notes, std::span<const float> samples, int pitch);

/// Every note of the sources, NSynth-format folders or training packs. Of a folder a tenth of all
/// pairs of instrument and pitch is held out, the same ones in every run and in every library; a
/// pack knows itself. `balanced`: every instrument family is drawn equally often. NotFound when
/// there is none that can be read, BadFormat for shares that make no sense or sources with nothing
/// to train on. Cancellable.
Result<Notes> loadNotes(std::span<const model::TrainingSource> sources, bool balanced,
                        Progress& progress);

}  // namespace timbre::training
