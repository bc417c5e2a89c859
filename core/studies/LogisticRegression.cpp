#include "studies/LogisticRegression.h"

#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <deque>

#include "studies/RowMajorMatrix.h"

namespace timbre::studies {
namespace {

using Vector = Eigen::VectorXd;

constexpr std::size_t kMemory = 10;  // pairs that L-BFGS remembers
constexpr int kMostHalvings = 25;

/// Loss and gradient of the weights, [classes x columns] in a row.
class Objective {
 public:
  Objective(RowMajorMatrix x, std::span<const int> classes, int classCount, double ridge)
      : x_(std::move(x)), classes_(classes), classCount_(classCount), ridge_(ridge) {}

  Eigen::Index size() const { return classCount_ * x_.cols(); }

  double operator()(const Vector& weights, Vector& gradient) {
    const Eigen::Index columns = x_.cols();
    RowMajorMatrix w = Eigen::Map<const Eigen::Matrix<double, -1, -1, Eigen::RowMajor>>(
                           weights.data(), classCount_, columns)
                           .cast<float>();
    p_.noalias() = x_ * w.transpose();
    double loss = 0;
    for (Eigen::Index i = 0; i < p_.rows(); ++i) {
      auto row = p_.row(i);
      const float top = row.maxCoeff();
      row = (row.array() - top).exp();
      const float sum = row.sum();
      row /= sum;
      float& right = row(classes_[static_cast<std::size_t>(i)]);
      loss -= std::log(std::max(1e-30f, right));
      right -= 1;
    }
    const double rows = static_cast<double>(p_.rows());
    slope_.noalias() = p_.transpose() * x_;
    // The constant is not held small.
    w.col(columns - 1).setZero();
    slope_ = slope_ / static_cast<float>(rows) + static_cast<float>(ridge_) * w;
    gradient = Eigen::Map<const Eigen::VectorXf>(slope_.data(), slope_.size()).cast<double>();
    return loss / rows + 0.5 * ridge_ * w.cast<double>().squaredNorm();
  }

 private:
  RowMajorMatrix x_, p_, slope_;
  std::span<const int> classes_;
  int classCount_;
  double ridge_;
};

/// The direction of Nocedal's two loops.
class Memory {
 public:
  void take(Vector step, Vector turn) {
    if (step.dot(turn) <= 1e-12 * turn.squaredNorm()) return;
    pairs_.push_back({std::move(step), std::move(turn)});
    if (pairs_.size() > kMemory) pairs_.pop_front();
  }
  Vector direction(const Vector& gradient) const {
    Vector q = -gradient;
    std::vector<double> shares(pairs_.size());
    for (std::size_t i = pairs_.size(); i-- > 0;) {
      shares[i] = pairs_[i].step.dot(q) / pairs_[i].step.dot(pairs_[i].turn);
      q -= shares[i] * pairs_[i].turn;
    }
    if (!pairs_.empty())
      q *= pairs_.back().step.dot(pairs_.back().turn) / pairs_.back().turn.squaredNorm();
    for (std::size_t i = 0; i < pairs_.size(); ++i)
      q +=
          pairs_[i].step * (shares[i] - pairs_[i].turn.dot(q) / pairs_[i].step.dot(pairs_[i].turn));
    return q;
  }

 private:
  struct Pair {
    Vector step, turn;
  };
  std::deque<Pair> pairs_;
};

Result<Vector> minimised(Objective& objective, const LogisticParams& params, Progress& progress) {
  Vector at = Vector::Zero(objective.size()), gradient, next, turned;
  double loss = objective(at, gradient);
  Memory memory;
  for (int round = 0; round < params.most; ++round) {
    if (progress.cancelled()) return cancelled();
    progress.advanced(static_cast<double>(round) / params.most);
    const Vector direction = memory.direction(gradient);
    const double slope = direction.dot(gradient);
    double length = round == 0 ? 1 / std::max(1e-9, gradient.norm()) : 1, fell = loss;
    for (int halving = 0; halving < kMostHalvings; ++halving, length /= 2) {
      if (progress.cancelled()) return cancelled();
      next = at + length * direction;
      fell = objective(next, turned);
      if (fell <= loss + 1e-4 * length * slope) break;
    }
    if (!(fell < loss)) break;
    const double gain = (loss - fell) / std::max(1e-12, std::abs(loss));
    memory.take(next - at, turned - gradient);
    at.swap(next);
    gradient.swap(turned);
    loss = fell;
    if (gain < params.enough) break;
  }
  return at;
}

}  // namespace

Result<LogisticRegression> LogisticRegression::fit(const LabelledRows& labelled, int classCount,
                                                   const LogisticParams& params,
                                                   Progress& progress) {
  const int features = labelled.features;
  const auto rows = static_cast<Eigen::Index>(labelled.classes.size());
  RowMajorMatrix all(rows, features + 1);
  all.leftCols(features) = Eigen::Map<const RowMajorMatrix>(labelled.x.data(), rows, features);
  all.rightCols(1).setOnes();
  LogisticRegression made;
  made.features_ = features;
  made.classCount_ = classCount;
  for (int f = 0; f < features; ++f) {
    auto column = all.col(f);
    const float mean = column.mean();
    column.array() -= mean;
    const float deviation = std::sqrt(column.squaredNorm() / static_cast<float>(rows));
    const float scale = deviation > 1e-7f ? 1 / deviation : 0;
    column *= scale;
    made.mean_.push_back(mean);
    made.scale_.push_back(scale);
  }
  Objective objective(std::move(all), labelled.classes, classCount, params.ridge);
  const auto weights = minimised(objective, params, progress);
  if (!weights) return tl::unexpected(weights.error());
  for (const double w : *weights) made.weights_.push_back(static_cast<float>(w));
  return made;
}

int LogisticRegression::classOf(std::span<const float> row) const {
  const std::size_t columns = static_cast<std::size_t>(features_) + 1;
  std::vector<float> scaled(columns, 1.0f);
  for (std::size_t f = 0; f + 1 < columns; ++f) scaled[f] = (row[f] - mean_[f]) * scale_[f];
  int best = 0;
  double most = -1e300;
  for (int c = 0; c < classCount_; ++c) {
    const float* const w = weights_.data() + static_cast<std::size_t>(c) * columns;
    double sum = 0;
    for (std::size_t f = 0; f < columns; ++f) sum += static_cast<double>(w[f]) * scaled[f];
    if (sum > most) most = sum, best = c;
  }
  return best;
}

}  // namespace timbre::studies
