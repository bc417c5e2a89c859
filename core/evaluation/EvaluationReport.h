/// The summarised results of an evaluation: rows, and models compared pair by pair.
#pragma once

#include <span>
#include <string>
#include <utility>
#include <vector>

#include "evaluation/EvaluationRun.h"
#include "evaluation/SignTest.h"
#include "evaluation/Summary.h"

namespace timbre::evaluation {

/// The notes of one family, or all of them, by one system.
struct ReportRow {
  std::string family;  ///< "all" for all of them
  std::string system;
  Summary summary;
};

/// The first model against each later one, by one of measures(), over all notes.
struct Comparison {
  std::string first, second;
  std::size_t measure = 0;
  SignTest test;
};

struct EvaluationReport {
  std::vector<ReportRow> rows;  ///< family by family, those with notes; "all" comes last
  std::vector<Comparison> comparisons;
  std::vector<std::pair<std::string, MorphSummary>> morphs;  ///< by the models that made some
};
EvaluationReport reportOf(std::span<const SystemResult> results);

}  // namespace timbre::evaluation
