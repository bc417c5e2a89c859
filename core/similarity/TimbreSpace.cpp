#include "similarity/TimbreSpace.h"

#include <Eigen/Dense>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>

#include "base/AtomicFile.h"
#include "base/ContentHash.h"
#include "base/StandardPaths.h"

namespace timbre::similarity {
namespace {

using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;

constexpr double kShrinkage = 0.1;  // of the within-instrument scatter, towards a sphere

Matrix matrixOf(const LabelledFeatures& notes) {
  using Rows = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  return Eigen::Map<const Rows>(notes.values.data(), static_cast<Eigen::Index>(notes.size()),
                                notes.columns)
      .cast<double>();
}

Vector spreads(const Matrix& centred) {
  Vector spread = (centred.colwise().squaredNorm() / static_cast<double>(centred.rows()))
                      .cwiseSqrt()
                      .transpose();
  return spread.unaryExpr([](double s) { return s > 1e-9 ? s : 1.0; });
}

/// y = x - B (p, p^2): what the pitch explains, where it is the last two columns of the features.
Matrix pitchFree(const Matrix& centred) {
  const Eigen::Index columns = centred.cols();
  const Matrix pitch = centred.rightCols(2);
  const Matrix normal = pitch.transpose() * pitch + 1e-6 * Matrix::Identity(2, 2);
  const Matrix slopes = normal.ldlt().solve(pitch.transpose() * centred);
  Matrix map = Matrix::Identity(columns, columns);
  map.rightCols(2) -= slopes.transpose();
  return map.topRows(columns - 2);  // nothing is left of the pitch itself
}

struct Scatter {
  Matrix within, between;
  bool repeats = false;  ///< some instrument has two notes
};

Scatter scatterOf(const Matrix& x, const std::vector<int>& instruments) {
  std::map<int, std::vector<Eigen::Index>> members;
  for (std::size_t i = 0; i < instruments.size(); ++i)
    members[instruments[i]].push_back(static_cast<Eigen::Index>(i));
  Scatter s{Matrix::Zero(x.cols(), x.cols()), Matrix::Zero(x.cols(), x.cols())};
  for (const auto& [instrument, rows] : members) {
    const Matrix own = x(rows, Eigen::all);
    const Eigen::RowVectorXd mean = own.colwise().mean();
    const Matrix apart = own.rowwise() - mean;
    s.within += apart.transpose() * apart / static_cast<double>(rows.size());
    s.between += mean.transpose() * mean;
    s.repeats |= rows.size() > 1;
  }
  s.within /= static_cast<double>(members.size());
  s.between /= static_cast<double>(members.size());
  s.within += kShrinkage * s.within.trace() / static_cast<double>(x.cols()) *
              Matrix::Identity(x.cols(), x.cols());
  return s;
}

/// W^-1/2, or the directions in which instruments differ most, longest first.
Matrix whitening(const Scatter& scatter, SpaceKind kind, int dimensions) {
  if (kind == SpaceKind::Whitened) {
    const Eigen::SelfAdjointEigenSolver<Matrix> within(scatter.within);
    return within.operatorInverseSqrt();
  }
  const Eigen::GeneralizedSelfAdjointEigenSolver<Matrix> both(scatter.between, scatter.within);
  const Eigen::Index kept = std::min<Eigen::Index>(dimensions, scatter.within.cols());
  return both.eigenvectors().rightCols(kept).rowwise().reverse().transpose();
}

}  // namespace

void LabelledFeatures::add(std::span<const float> row, int instrument, float pitch) {
  columns = static_cast<int>(row.size());
  values.insert(values.end(), row.begin(), row.end());
  instruments.push_back(instrument);
  pitches.push_back(pitch);
}

Result<TimbreSpace> TimbreSpace::fit(const LabelledFeatures& notes, SpaceKind kind,
                                     int dimensions) {
  if (notes.size() < 4 || notes.columns < 3)
    return fail(ErrorCode::BadFormat,
                "There are too few notes to fit the measure; use at least four");
  Matrix x = matrixOf(notes);
  const Eigen::RowVectorXd mean = x.colwise().mean();
  x.rowwise() -= mean;
  Matrix map = Matrix::Identity(x.cols(), x.cols());
  if (kind >= SpaceKind::PitchFree) map = pitchFree(x);
  if (kind != SpaceKind::Raw) map = spreads(x * map.transpose()).cwiseInverse().asDiagonal() * map;
  if (kind >= SpaceKind::Whitened) {
    const Scatter scatter = scatterOf(x * map.transpose(), notes.instruments);
    if (scatter.repeats) map = whitening(scatter, kind, dimensions) * map;
    if (scatter.repeats) map /= std::sqrt(2.0 * static_cast<double>(map.rows()));
  }
  TimbreSpace space;
  space.dimensions_ = static_cast<int>(map.rows());
  for (const double m : mean) space.mean_.push_back(static_cast<float>(m));
  for (Eigen::Index r = 0; r < map.rows(); ++r)
    for (Eigen::Index c = 0; c < map.cols(); ++c)
      space.matrix_.push_back(static_cast<float>(map(r, c)));
  return space;
}

Result<TimbreSpace> TimbreSpace::shipped() {
  return load(assetsFolder() / "params" / "similarity.json");
}

Result<TimbreSpace> TimbreSpace::load(const std::filesystem::path& file) {
  const auto text = readBytes(file, 16u << 20);
  if (!text) return tl::unexpected(text.error());
  const auto json = nlohmann::json::parse(*text, nullptr, false);
  TimbreSpace space;
  try {
    space.dimensions_ = json.at("dimensions").get<int>();
    space.mean_ = json.at("mean").get<std::vector<float>>();
    space.matrix_ = json.at("matrix").get<std::vector<float>>();
  } catch (const nlohmann::json::exception&) {
    space.dimensions_ = 0;
  }
  const auto cells = static_cast<std::size_t>(std::max(space.dimensions_, 0)) * space.mean_.size();
  if (space.dimensions_ <= 0 || space.mean_.empty() || space.matrix_.size() != cells)
    return fail(ErrorCode::BadFormat,
                file.string() + " holds no similarity space; make it with timbre similar --fit");
  return space;
}

Result<void> TimbreSpace::save(const std::filesystem::path& file) const {
  const nlohmann::json json{{"dimensions", dimensions_}, {"mean", mean_}, {"matrix", matrix_}};
  const std::string text = json.dump();
  return writeBytesAtomically(file, std::as_bytes(std::span(text)));
}

std::string TimbreSpace::identity() const {
  return contentHashOf(std::as_bytes(std::span(matrix_))).hex();
}

void TimbreSpace::apply(std::span<const float> features, std::span<float> place) const {
  for (std::size_t r = 0; r < place.size(); ++r) {
    double sum = 0;
    for (std::size_t c = 0; c < mean_.size(); ++c)
      sum += static_cast<double>(matrix_[r * mean_.size() + c]) * (features[c] - mean_[c]);
    place[r] = static_cast<float>(sum);
  }
}

}  // namespace timbre::similarity
