/// Which notes a study looks at.
#pragma once

#include <string>
#include <vector>

#include "base/Result.h"
#include "studies/StudyContext.h"

namespace timbre::studies {

inline constexpr int kA4 = 69, kA3 = 57;

/// "Acoustic Grand, A4 (69), velocity 100": what a person calls it.
std::string called(const dataset::NoteInfo& note);

/// The request's note, else the one nearest to `pitch` (the first of the loudest), which is
/// remarked when it is not there. NotFound for an unknown id, BadFormat for no notes.
Result<dataset::NoteInfo> chosenNote(StudyContext& context, int pitch);

/// Two notes of one instrument and velocity an octave apart, the lower nearest to A3. Remarked when
/// they are others. BadFormat when no instrument has an octave.
struct Octave {
  dataset::NoteInfo low, high;
};
Result<Octave> chosenOctave(StudyContext& context);

/// One note near `pitch` of each of `count` instruments, different families first (the paper's
/// bass, flute and organ before others). BadFormat when there are fewer instruments.
Result<std::vector<dataset::NoteInfo>> chosenInstruments(StudyContext& context, int pitch,
                                                         std::size_t count);

/// `most` of the numbers from 0 to `all` - 1, spread evenly, rising; all of them where they are
/// fewer.
std::vector<int> spreadEvenly(int all, int most);

/// The notes of the instrument and velocity with the most of the `keys` keys from `lowest` on, the
/// loudest of equals, in the order of their pitches.
std::vector<dataset::NoteInfo> widestInstrument(const dataset::NoteLibrary& notes, int lowest,
                                                int keys);

}  // namespace timbre::studies
