/// How even the classes of a set are.
#pragma once

#include <span>

namespace timbre::studies {

struct Balance {
  int classes = 0;          ///< that occur
  double effective = 0;     ///< exp of the entropy: `classes` when all are alike, 1 for one alone
  double largestShare = 0;  ///< of all members
  double ratio = 0;         ///< largest over smallest that occurs
  double evenness() const { return classes > 0 ? effective / classes : 0; }
};

/// Members of each class, none negative. All 0 for none.
Balance balanceOf(std::span<const double> counts);

}  // namespace timbre::studies
