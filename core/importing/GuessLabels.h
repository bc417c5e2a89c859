/// A first description of an imported sound, for its owner to correct.
#pragma once

#include <filesystem>

#include "dataset/NoteInfo.h"
#include "importing/ImportSound.h"

namespace timbre::importing {

/// What `file`'s name and its sound tell: the name without ending and underscores; the family by
/// familyNamed, else keyboard, since a note of NSynth has to have one; the source by sourceNamed;
/// the pitch heard, or the one in the name ("C#4", NSynth's "-061-") where hearing is unsure and
/// has it second, or where hardly anything was heard, else `pitch` -1; velocity 100.
dataset::NoteInfo guessLabels(const std::filesystem::path& file, const ImportedSound& sound);

}  // namespace timbre::importing
