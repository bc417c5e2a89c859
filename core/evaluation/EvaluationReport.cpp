#include "evaluation/EvaluationReport.h"

#include <algorithm>

#include "evaluation/Measures.h"

namespace timbre::evaluation {
namespace {

void addComparisons(std::span<const SystemResult> results, std::vector<Comparison>& all) {
  if (results.empty() || !results.front().isModel) return;
  const SystemResult& first = results.front();
  for (const SystemResult& second : results.subspan(1)) {
    if (!second.isModel) continue;
    for (std::size_t i = 0; i < measures().size(); ++i)
      all.push_back(
          {first.name, second.name, i, signTest(measures()[i], first.scores, second.scores)});
  }
}

}  // namespace

EvaluationReport reportOf(std::span<const SystemResult> results) {
  EvaluationReport report;
  for (std::size_t family = 0; family < dataset::kFamilies.size(); ++family)
    for (const SystemResult& result : results) {
      std::vector<NoteScore> some;
      std::copy_if(result.scores.begin(), result.scores.end(), std::back_inserter(some),
                   [&](const auto& s) { return s.family == static_cast<int>(family); });
      if (!some.empty())
        report.rows.push_back(
            {std::string(dataset::kFamilies[family]), result.name, summarised(some)});
    }
  for (const SystemResult& result : results) {
    report.rows.push_back({"all", result.name, summarised(result.scores)});
    if (!result.morphs.empty()) report.morphs.emplace_back(result.name, summarised(result.morphs));
  }
  addComparisons(results, report.comparisons);
  return report;
}

}  // namespace timbre::evaluation
