/// The matrix of the studies' classifiers: an example in each row.
#pragma once

#include <Eigen/Core>

namespace timbre::studies {

using RowMajorMatrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

}  // namespace timbre::studies
