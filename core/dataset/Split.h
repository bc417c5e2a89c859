/// Which notes are for training, and which are held out or unseen to measure the result.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/Result.h"
#include "dataset/NoteInfo.h"

namespace timbre::dataset {

/// What a note may be used for.
enum class Split : std::uint8_t {
  Train = 0,
  HeldOut = 1,  ///< a held-out pitch of a training instrument
  Unseen = 2,   ///< an instrument none of whose samples is trained on
};
inline constexpr int kSplits = 3;
/// "training", "held-out" or "unseen".
std::string_view nameOf(Split split);

/// Instruments that share samples stay on one side: an instrument is unseen when all its sample
/// sets are, trained on when none is, and neither otherwise.
struct SplitRule {
  /// Sample sets, "BANK:PROGRAM" in the table of General MIDI. For notes that name no sample sets
  /// an instrument's own name is its set.
  std::vector<std::string> unseen{"0:7",  "0:12", "0:20", "0:68", "0:105", "0:33",
                                  "0:34", "0:42", "0:53", "0:60", "0:79",  "0:84"};
  /// Where notes name no sample sets, a tenth of the instruments (by a hash of their names, the
  /// same in every library) is unseen besides.
  bool tenthOfOthers = true;
  /// Of every instrument each `heldOutOf`-th pitch is held out; 0: none. Which ones follows from
  /// its first sample set (or its name), so that no pitch is held out from all instruments: a
  /// model that never met a pitch at all cannot be asked to play it.
  int heldOutOf = 7;
};

/// Empty for an instrument that shares samples with both sides: it is of no use to either.
std::optional<Split> splitOf(const SplitRule& rule, const NoteInfo& note);

/// Whether a training on a folder of notes keeps this one back: a tenth of all pairs of instrument
/// and pitch, the same ones in every run and in every library.
bool heldOutOfFolder(const NoteInfo& note);

/// "train", "held-out" or "unseen", as the command line has it. BadFormat with the list.
Result<Split> splitNamed(std::string_view name);

}  // namespace timbre::dataset
