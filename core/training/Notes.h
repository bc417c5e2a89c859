/// The notes that a model is trained on, whole and in memory. No torch here.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "base/Progress.h"
#include "base/Result.h"
#include "base/Units.h"

namespace timbre::training {

/// 64,000 bytes a note: its samples as mu-law classes.
struct Notes {
  std::vector<std::uint8_t> classes;  ///< [notes x kNoteSamples]
  std::vector<int> pitch;             ///< MIDI, 0..127
  std::vector<int> trained;           ///< indices of the notes to train on, never empty
  std::vector<int> heldOut;           ///< indices of those kept back; empty in a very small library
  int unreadable = 0;                 ///< notes left out because their sound could not be read

  std::span<const std::uint8_t> note(int index) const {
    return std::span(classes).subspan(static_cast<std::size_t>(index) * kNoteSamples, kNoteSamples);
  }
};

/// Adds one note: its samples at the model's rate, cut or padded with silence. A tenth of all pairs
/// of instrument and pitch is held out, the same ones in every run and in every library.
void add(Notes& notes, std::span<const float> samples, const std::string& instrument, int pitch);

/// Every note of an NSynth-format folder. NotFound when there is none that can be read.
/// Cancellable.
Result<Notes> loadNotes(const std::filesystem::path& folder, Progress& progress);

/// A batch of `count` runs of `samples` classes.
struct Batch {
  int count = 0;
  int samples = 0;
  std::vector<std::uint8_t> classes;  ///< [count x samples]
  std::vector<std::int64_t> pitch;    ///< [count]
};

/// How crops are drawn.
struct CropRule {
  int count = 1;
  int samples = 6144;    ///< at most kNoteSamples
  bool attacks = false;  ///< a third of the crops begin within the first 2048 samples of the note
  std::uint64_t seed = 1;
};

/// Crops of random notes out of `from` (indices, not empty). What is drawn follows from the rule
/// and `step` alone, so an interrupted run goes on with what it would have seen.
Batch draw(const Notes& notes, std::span<const int> from, const CropRule& rule, std::int64_t step);

}  // namespace timbre::training
