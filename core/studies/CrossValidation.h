/// Cross-validation: each row is classified by a classifier that was not fitted to it.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/Progress.h"
#include "base/Result.h"
#include "studies/LogisticRegression.h"

namespace timbre::studies {

/// Rows that can be judged: those of classes with at least `folds` members. Class numbers are made
/// again, from 0 on in rising order of the old ones.
struct ClassRows {
  std::vector<int> rows;     ///< indices into the old ones
  std::vector<int> classes;  ///< one a row
  std::vector<int> labels;   ///< the old class of each new one
};
/// BadFormat with a sentence when fewer than two classes are left. `noun` names a class: "pitch".
Result<ClassRows> judgeableRows(std::span<const int> classes, int folds, std::string_view noun);

/// In which fold each row is: every class is spread evenly, by a shuffle that `seed` decides.
std::vector<int> foldsOf(std::span<const int> classes, int folds, std::uint64_t seed);

/// The class of each row, predicted by a regression fitted to the other folds. On `threads` cores,
/// a fold each; the same answer for any number of them. Cancelled.
Result<std::vector<int>> crossValidated(const LabelledRows& labelled, std::span<const int> folds,
                                        const LogisticParams& params, int threads,
                                        Progress& progress);

}  // namespace timbre::studies
