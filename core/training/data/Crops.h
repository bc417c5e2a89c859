/// The crops that a model sees at each step. No torch here.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "training/data/Notes.h"

namespace timbre::training {

/// A batch of `count` runs of `samples` classes.
struct Batch {
  int count = 0;
  int samples = 0;
  std::vector<std::uint8_t> classes;  ///< [count x samples]
  std::vector<std::int64_t> pitch;    ///< [count]
  /// The decoder's corrupted input, [count x samples]; empty: (class - 128) / 128.
  std::vector<float> heard;
};

/// How crops are drawn.
struct CropRule {
  int count = 1;
  int first = 0;         ///< number of the first crop among those of all machines
  int samples = 6144;    ///< at most kNoteSamples
  bool attacks = false;  ///< a third of the crops begin within the first 2048 samples of the note
  bool inputCorruption = false;  ///< the decoder's input is corrupted (InputCorruption.h)
  double levelDb = 0;            ///< every crop louder or softer by up to this
  double cents = 0;              ///< and higher or lower by up to this
  int semitones = 0;             ///< and by up to this many whole ones, which change its label
  std::uint64_t seed = 1;
};

/// Crops of random notes. They depend only on the rule, `step` and a crop's number, so a resumed
/// run continues with the same crops, and several machines draw what one would. What a shift leaves
/// empty at a note's end is silence; a crop whose pitch would leave 0 .. 127 is not shifted.
/// BadFormat when a pack was changed since it was opened.
Result<Batch> draw(const Notes& notes, std::span<const NoteGroup> from, const CropRule& rule,
                   std::int64_t step);

}  // namespace timbre::training
