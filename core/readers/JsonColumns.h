/// Tables that hold a column per field instead of an entry per note, as pandas writes them.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace timbre::readers {

/// {"pitch": {"a": 60, "b": 61}, ...} or {"note_str": ["a", "b"], "pitch": [60, 61], ...} as one
/// object per note, each with its name: what `nameField` holds, else the name of the row. What is
/// no column is passed over; nothing when none is.
std::vector<std::pair<std::string, nlohmann::json>> rowsOfColumns(const nlohmann::json& columns,
                                                                  std::string_view nameField);

}  // namespace timbre::readers
