#include "similarity/Pca.h"

#include <Eigen/Dense>
#include <cmath>

namespace timbre::similarity {
namespace {

using Rows = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// A direction and its opposite are the same: the longer tail points up.
void orient(Eigen::Ref<Eigen::VectorXf> values) {
  if (values.array().cube().sum() < 0) values = -values;
}

}  // namespace

std::vector<Point2> pcaLayout(std::span<const float> places, int dimensions) {
  const auto count =
      static_cast<Eigen::Index>(places.size() / static_cast<std::size_t>(dimensions));
  std::vector<Point2> layout(static_cast<std::size_t>(count));
  if (count < 3 || dimensions < 2) return layout;
  const Eigen::Map<const Rows> points(places.data(), count, dimensions);
  const Eigen::RowVectorXf mean = points.colwise().mean();
  const Rows centred = points.rowwise() - mean;
  const Eigen::MatrixXd covariance =
      (centred.transpose() * centred).cast<double>() / static_cast<double>(count);
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(covariance);
  const double spread = std::sqrt(std::max(0.0, solver.eigenvalues()(dimensions - 1)));
  if (!(spread > 1e-12)) return layout;
  const Eigen::MatrixXf axes = solver.eigenvectors().rightCols(2).cast<float>();
  Eigen::VectorXf x = centred * axes.col(1) / static_cast<float>(spread);
  Eigen::VectorXf y = centred * axes.col(0) / static_cast<float>(spread);
  orient(x);
  orient(y);
  for (std::size_t i = 0; i < layout.size(); ++i)
    layout[i] = {x[static_cast<Eigen::Index>(i)], y[static_cast<Eigen::Index>(i)]};
  return layout;
}

}  // namespace timbre::similarity
