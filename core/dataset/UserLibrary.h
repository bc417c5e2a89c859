/// The user's own notes: a folder in the format of NSynth that grows and shrinks note by note.
#pragma once

#include <filesystem>
#include <string>

#include "audio/AudioClip.h"
#include "base/Result.h"
#include "dataset/NoteInfo.h"

namespace timbre::dataset {

/// userDataFolder()/sounds; it is made with the first sound.
std::filesystem::path ownSoundsFolder();

/// Writes the clip into folder/audio and the note into folder/examples.json. Of `wanted` count
/// name (what people call the sound), pitch, velocity, family, source and qualities; instrument,
/// id, file and the clip's rate are filled in and returned, the id being made of the name so that
/// it is new in the folder. Several programs may add at once. Internal with a sentence when the
/// folder cannot be written; everything is then as before. BadFormat when its examples.json is
/// damaged: that is never overwritten.
Result<NoteInfo> addSound(const std::filesystem::path& folder, NoteInfo wanted,
                          const audio::AudioClip& clip);

/// Corrects name, pitch, velocity, family, source and qualities of the note with this id; id and
/// sound stay. NotFound when there is none.
Result<void> correctSound(const std::filesystem::path& folder, const NoteInfo& note);

/// Takes the note and its sound away. NotFound when there is none.
Result<void> removeSound(const std::filesystem::path& folder, const std::string& id);

/// Puts back what removeSound() took away, with the same id, for undo. BadFormat when another note
/// has that id by now.
Result<void> restoreSound(const std::filesystem::path& folder, const NoteInfo& note,
                          const audio::AudioClip& clip);

/// Whether the note is one of the folder's.
bool isOwnSound(const std::filesystem::path& folder, const NoteInfo& note);

}  // namespace timbre::dataset
