/// What the fields of a note mean, however they were stored. For this room alone.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include "base/Result.h"
#include "dataset/NoteInfo.h"
#include "readers/JsonObjectReader.h"

namespace timbre::dataset {

/// The note called `key` in `file`; BadFormat with a sentence that names both when the fields make
/// no note. Where it lies is not filled in.
Result<NoteInfo> noteFromFields(const std::filesystem::path& file, const std::string& key,
                                const nlohmann::json& entry);

/// The note in a form that cannot be read at all: `fault` says why.
Error unreadableNote(const std::filesystem::path& file, const std::string& key,
                     const std::string& fault);

/// Whether a note of NSynth has a field of this name.
bool isNoteField(std::string_view name);

/// What distinguishes the forms of a table of notes.
const readers::EntryFields& noteEntryFields();

/// The name without the ending of a sound file, in any case, where it has one.
std::string_view withoutSoundEnding(std::string_view name);

}  // namespace timbre::dataset
