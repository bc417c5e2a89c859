/// The notes that a model is trained on, and the crops drawn from them. No torch here.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/Progress.h"
#include "base/Result.h"
#include "base/Units.h"
#include "model/TrainRequest.h"

namespace timbre::training {

/// Notes that are drawn alike, and how often any of them is: shares count relative to each other.
struct NoteGroup {
  double share = 0;
  std::vector<int> notes;  ///< indices, not empty
};

/// 64,000 mu-law classes a note. Cheap to copy; nothing in it changes once loaded.
struct Notes {
  std::vector<std::span<const std::uint8_t>> classes;  ///< a note's, kNoteSamples
  std::vector<int> pitch;                              ///< MIDI, 0..127
  std::vector<NoteGroup> trained;  ///< the notes to train on, at least one group
  std::vector<int> heldOut;        ///< kept back of instruments that are trained on; may be empty
  std::vector<int> unseen;         ///< of instruments that are not; may be empty
  int unreadable = 0;              ///< notes left out because their sound could not be read
  std::vector<std::shared_ptr<const void>> memory;  ///< what the classes lie in

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
Result<Notes> loadNotes(std::span<const model::NoteSource> sources, bool balanced,
                        Progress& progress);

}  // namespace timbre::training
