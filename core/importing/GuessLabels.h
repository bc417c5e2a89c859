/// A first description of an imported sound, for its owner to correct.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "dataset/NoteInfo.h"
#include "importing/ImportSound.h"

namespace timbre::importing {

/// The family (index into dataset::kFamilies) of the instrument that a file's name tells in
/// English, by whole words: "bass trombone" is brass, "steel guitar" a guitar. Words that are also
/// dynamics or parts ("piano", "bass", "lead", "string") count only where nothing else is named.
/// Nothing where no instrument is named: "C sharp", "Voice Recorder 12", "mezzo-piano".
std::optional<int> familyNamed(std::string_view name);

/// What `file`'s name and its sound tell: the name without ending and underscores; the family by
/// familyNamed, else keyboard, since a note of NSynth has to have one; the source likewise, else
/// acoustic; the pitch heard, or the one in the name ("C#4", NSynth's "-061-") where
/// hearing is unsure and has it second, or where nothing was heard, else `pitch` -1; velocity 100.
dataset::NoteInfo guessLabels(const std::filesystem::path& file, const ImportedSound& sound);

}  // namespace timbre::importing
