/// A first description of an imported sound, for its owner to correct.
#pragma once

#include <filesystem>

#include "dataset/NoteInfo.h"
#include "importing/ImportSound.h"

namespace timbre::importing {

/// Labels from the file's name and its sound: the name without extension and underscores; the
/// family by familyNamed, else keyboard, because a note of NSynth must have one; the source by
/// sourceNamed; the estimated pitch, or the one in the name ("C#4", NSynth's "-061-") where the
/// estimate is uncertain and lists it second, or where there is hardly an estimate; else `pitch`
/// -1; velocity 100.
dataset::NoteInfo guessLabels(const std::filesystem::path& file, const ImportedSound& sound);

}  // namespace timbre::importing
