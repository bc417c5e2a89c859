/// Which of two models is nearer to the original, note by note.
#pragma once

#include <span>
#include <vector>

#include "evaluation/Measures.h"

namespace timbre::evaluation {

/// P(X <= k) of `n` tosses of a fair coin; 0 for k < 0.
double coinTosses(int k, int n);

struct SignTest {
  int nearer = 0;   ///< notes on which the first is nearer to 0
  int farther = 0;  ///< and on which the second is
  int ties = 0;     ///< count for neither
  int notes() const { return nearer + farther + ties; }
  /// Two-sided, exact: how often a fair coin is at least this far from half; 1 without a note.
  double p() const;
};

/// Of the notes that both have, found by id.
SignTest signTest(const Measure& measure, std::span<const NoteScore> first,
                  std::span<const NoteScore> second);

}  // namespace timbre::evaluation
