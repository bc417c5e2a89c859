/// An evaluation's report as text for people.
#pragma once

#include <string>

#include "evaluation/EvaluationReport.h"

namespace timbre::evaluation {

/// Families and systems, then one line per measure: medians over all notes with their 95 %
/// intervals, and which model is nearer to the original. `byFamily`: the measures of each family
/// too. Ends with a line break.
std::string tableOf(const EvaluationReport& report, bool byFamily);

/// The same of all notes as one Markdown table for documents, without the single octaves: a line
/// per measure, a column per system, one per comparison. Ends with a line break.
std::string markdownOf(const EvaluationReport& report);

}  // namespace timbre::evaluation
