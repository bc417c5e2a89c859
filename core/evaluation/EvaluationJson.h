/// An evaluation's results as JSON for programs.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "evaluation/EvaluationReport.h"

namespace timbre::evaluation {

/// One note: every one of measures() by its key, null where it says nothing.
nlohmann::json jsonOf(const std::string& system, const NoteScore& score);
/// "summary", "morphs" and "comparisons".
nlohmann::json jsonOf(const EvaluationReport& report);

}  // namespace timbre::evaluation
