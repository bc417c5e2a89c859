/// Multinomial logistic regression: how well classes can be separated linearly.
#pragma once

#include <span>
#include <vector>

#include "base/Progress.h"
#include "base/Result.h"

namespace timbre::studies {

struct LogisticParams {
  double ridge = 1e-3;   ///< weight of half the squared weights against the mean cross-entropy
  int most = 80;         ///< steps of L-BFGS
  double enough = 1e-5;  ///< relative fall of the loss at which it ends
};

/// What a classifier learns from.
struct LabelledRows {
  std::span<const float> x;  ///< [rows x features]
  int features = 0;
  std::span<const int> classes;  ///< [rows]
};

/// Any thread may ask it.
class LogisticRegression {
 public:
  /// Each class is below `classCount`. Features are brought to mean 0
  /// and deviation 1 first; constant ones count for nothing. The same input gives the same weights.
  /// Takes one core. Cancelled.
  static Result<LogisticRegression> fit(const LabelledRows& labelled, int classCount,
                                        const LogisticParams& params, Progress& progress);

  /// The likeliest class of one row.
  int classOf(std::span<const float> row) const;

 private:
  int features_ = 0, classCount_ = 0;
  std::vector<float> mean_, scale_;
  std::vector<float> weights_;  ///< [classes x (features + 1)], the constant last
};

}  // namespace timbre::studies
