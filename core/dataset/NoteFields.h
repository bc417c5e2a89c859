/// What the fields of a note mean, however they were stored. For this room alone.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include "base/Result.h"
#include "dataset/NoteInfo.h"

namespace timbre::dataset {

/// The note called `key` in `file`; BadFormat with a sentence that names both when the fields make
/// no note. Where it lies is not filled in.
Result<NoteInfo> noteFromFields(const std::filesystem::path& file, const std::string& key,
                                const nlohmann::json& entry);

/// What the name of a note says of it ("synth_lead_synthetic_004-060-127"), split from the right.
/// False when it is not made like that; `note` is then untouched.
bool fillFromId(std::string_view id, NoteInfo& note);

}  // namespace timbre::dataset
