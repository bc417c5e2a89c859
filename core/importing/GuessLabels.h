/// A first description of an imported sound, for its owner to correct.
#pragma once

#include <string>

#include "dataset/NoteInfo.h"
#include "importing/ImportSound.h"

namespace timbre::importing {

/// What `file`'s name and its sound tell: the name without ending and underscores; family and
/// source by the instruments it names in English ("steel guitar" is a guitar), else keyboard and
/// acoustic; the pitch heard, else the one in the name ("C#4", or NSynth's "-061-"), else
/// `pitch` -1; velocity 100.
dataset::NoteInfo guessLabels(const std::filesystem::path& file, const ImportedSound& sound);

}  // namespace timbre::importing
