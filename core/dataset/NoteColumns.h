/// Tables that hold a column per field instead of an entry per note, as pandas writes them.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

namespace timbre::dataset {

/// {"pitch": {"a": 60, "b": 61}, ...} or {"note_str": ["a", "b"], "pitch": [60, 61], ...} as one
/// object per note, each with its name. What is no column is passed over; nothing when none is.
std::vector<std::pair<std::string, nlohmann::json>> rowsOfColumns(const nlohmann::json& columns);

}  // namespace timbre::dataset
