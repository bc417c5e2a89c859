#include "studies/CrossValidation.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <string>
#include <tuple>

#include "base/CountText.h"
#include "base/Hash.h"
#include "base/ParallelFor.h"

namespace timbre::studies {

Result<ClassRows> judgeableRows(std::span<const int> classes, int folds, std::string_view noun) {
  std::map<int, int> counts;
  for (const int c : classes) ++counts[c];
  ClassRows kept;
  std::map<int, int> numbers;
  for (const auto& [label, count] : counts) {
    if (count < folds) continue;
    numbers[label] = static_cast<int>(kept.labels.size());
    kept.labels.push_back(label);
  }
  for (std::size_t i = 0; i < classes.size(); ++i)
    if (const auto found = numbers.find(classes[i]); found != numbers.end()) {
      kept.rows.push_back(static_cast<int>(i));
      kept.classes.push_back(found->second);
    }
  if (kept.labels.size() >= 2) return kept;
  return fail(ErrorCode::BadFormat,
              counts.size() < 2 ? "All notes have the same " + std::string(noun) +
                                      "; choose notes that differ in it"
                                : "No two " + pluralOf(noun) + " have " + countText(folds, "note") +
                                      " each, one for each fold; choose more notes");
}

std::vector<int> foldsOf(std::span<const int> classes, int folds, std::uint64_t seed) {
  std::vector<std::size_t> order(classes.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto place = [&](std::size_t i) {
    return hashOf(std::to_string(i), seed * 2654435761u + 1);
  };
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return std::tuple(classes[a], place(a), a) < std::tuple(classes[b], place(b), b);
  });
  std::vector<int> out(classes.size());
  for (std::size_t i = 0; i < order.size(); ++i)
    out[order[i]] = static_cast<int>(i % static_cast<std::size_t>(folds));
  return out;
}

Result<std::vector<int>> crossValidated(const LabelledRows& labelled, std::span<const int> folds,
                                        const LogisticParams& params, int threads,
                                        Progress& progress) {
  const auto x = labelled.x;
  const auto classes = labelled.classes;
  const int foldCount = 1 + *std::max_element(folds.begin(), folds.end());
  const int classCount = 1 + *std::max_element(classes.begin(), classes.end());
  const auto width = static_cast<std::size_t>(labelled.features);
  std::vector<int> said(classes.size());
  const auto done =
      parallelFor(static_cast<std::size_t>(foldCount), threads, progress,
                  [&](std::size_t fold, ParallelWorker& worker) -> Result<void> {
                    std::vector<float> rows;
                    std::vector<int> labels;
                    for (std::size_t i = 0; i < classes.size(); ++i) {
                      if (folds[i] == static_cast<int>(fold)) continue;
                      rows.insert(rows.end(), x.begin() + static_cast<std::ptrdiff_t>(i * width),
                                  x.begin() + static_cast<std::ptrdiff_t>((i + 1) * width));
                      labels.push_back(classes[i]);
                    }
                    const auto fit = LogisticRegression::fit({rows, labelled.features, labels},
                                                             classCount, params, worker);
                    if (!fit) return tl::unexpected(fit.error());
                    for (std::size_t i = 0; i < classes.size(); ++i)
                      if (folds[i] == static_cast<int>(fold))
                        said[i] = fit->classOf(x.subspan(i * width, width));
                    return {};
                  });
  if (!done) return tl::unexpected(done.error());
  return said;
}

}  // namespace timbre::studies
