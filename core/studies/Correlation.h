/// Correlations between embeddings.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "studies/Chart.h"

namespace timbre::studies {

/// Pearson's correlation of every pair of rows. `rows`: [n x features]; an empty row is a gap, and
/// so is a constant one: NaN. With `centred` the mean of all rows is taken off each first: what
/// they have in common would else swamp what parts them.
Matrix correlationOf(std::span<const std::vector<float>> rows, bool centred);

/// Each row as `size` numbers: Gaussian random directions, the same for the same seed. Distances
/// and linear separations are kept as well as this few numbers can (Johnson and Lindenstrauss
/// 1984).
std::vector<float> projected(std::span<const float> rows, int features, int size,
                             std::uint64_t seed);

}  // namespace timbre::studies
