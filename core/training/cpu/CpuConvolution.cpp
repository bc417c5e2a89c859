#include "training/cpu/CpuConvolution.h"

#include <algorithm>
#include <array>

#include "training/cpu/kernels/Winograd.h"

namespace timbre::training {
namespace {

constexpr std::ptrdiff_t kColumns = 1 << 17;  ///< numbers of a block of columns, about
constexpr std::ptrdiff_t kLeastTiled = 256;   ///< places of a plane

/// to [columns x rows] = from [rows x columns] turned over.
void turn(const float* from, float* to, std::ptrdiff_t rows, std::ptrdiff_t columns) {
  constexpr std::ptrdiff_t kSide = 16;  // a line of the cache
  for (std::ptrdiff_t r = 0; r < rows; r += kSide)
    for (std::ptrdiff_t c = 0; c < columns; ++c)
      for (std::ptrdiff_t i = r; i < std::min(r + kSide, rows); ++i)
        to[c * rows + i] = from[i * columns + c];
}

/// What the tap that is `tap`th of a point's filter counts at a pair of points.
float factorOf(int columnTaps, int rowPoint, int columnPoint, int row, int column) {
  const double across = columnTaps == 3 ? Winograd<3>::kFilter[columnPoint][column]
                                        : Winograd<5>::kFilter[columnPoint][column];
  return static_cast<float>(Winograd<3>::kFilter[rowPoint][row] * across);
}

bool worthTiles(const PlaneShape& s) {
  return s.kernel > 1 && s.strideHeight == 2 && (s.strideWidth == 2 || s.kernel == 5) &&
         s.height % kTileResults == 0 && s.width % kTileResults == 0 &&
         s.bigChannels % kChannels == 0 && std::ptrdiff_t{1} * s.height * s.width >= kLeastTiled;
}

}  // namespace

PlaneWeights::PlaneWeights(const PlaneShape& shape, bool needsBig)
    : shape_(shape), needsBig_(needsBig) {
  pairSize_ = shape.weights();
  if (worthTiles(shape)) {
    columnTaps_ = shape.strideWidth == 2 ? 3 : 5;
    pairSize_ = std::ptrdiff_t{1} * phases() * shape.bigChannels * shape.smallChannels;
    learntSize_ = static_cast<std::size_t>(kRowPoints * columnPoints() * pairSize_);
    ownToSmall_.resize(learntSize_);
  }
  if (needsBig) toBig_.resize(tiled() ? learntSize_ : static_cast<std::size_t>(pairSize_));
}

/// Calls work(where the phase's part of a pair lies, tap's place in the weights, row and column of
/// the tap in the phase's filter). Each tap belongs to one phase.
template <class Work>
void PlaneWeights::forTaps(Work&& work) const {
  const PlaneShape& s = shape_;
  const std::ptrdiff_t block = std::ptrdiff_t{1} * s.bigChannels * s.smallChannels;
  for (int r = 0; r < s.kernel; ++r)
    for (int c = 0; c < s.kernel; ++c) {
      // Place 2 q + phase of the big plane takes tap t from place q + d, t = phase + crop - 2 d.
      const int above = r - s.cropHeight() + kRowTaps * s.strideHeight;
      const int left = c - s.cropWidth() + columnTaps_ * s.strideWidth;
      const int phase = above % s.strideHeight * s.strideWidth + left % s.strideWidth;
      const int row = kRowTaps - above / s.strideHeight + kRowTaps / 2;
      const int column = columnTaps_ - left / s.strideWidth + columnTaps_ / 2;
      work(phase * block, (r * s.kernel + c) * block, row, column);
    }
}

void PlaneWeights::take(const float* weights, const TrainingKernels& kernels) {
  const PlaneShape& s = shape_;
  if (!tiled()) {
    toSmall_ = weights;
    if (needsBig_) turn(weights, toBig_.data(), pairSize_ / s.smallChannels, s.smallChannels);
    return;
  }
  std::fill(ownToSmall_.begin(), ownToSmall_.end(), 0.0f);
  const std::int64_t block = std::int64_t{1} * s.bigChannels * s.smallChannels;
  for (int pair = 0; pair < kRowPoints * columnPoints(); ++pair) {
    float* const shown = ownToSmall_.data() + pair * pairSize_;
    forTaps([&](std::ptrdiff_t phase, std::ptrdiff_t tap, int row, int column) {
      const float factor =
          factorOf(columnTaps_, pair / columnPoints(), pair % columnPoints(), row, column);
      const float* const from = weights + tap;
      if (factor != 0) kernels.pictures.combine(&from, &factor, 1, shown + phase, block);
    });
    if (needsBig_)
      turn(shown, toBig_.data() + pair * pairSize_, pairSize_ / s.smallChannels, s.smallChannels);
  }
  toSmall_ = ownToSmall_.data();
}

void PlaneWeights::learn(const float* learnt, float* gradients,
                         const TrainingKernels& kernels) const {
  std::array<const float*, kRowPoints * Winograd<5>::kCount> rows{};
  std::array<float, kRowPoints * Winograd<5>::kCount> factors{};
  forTaps([&](std::ptrdiff_t phase, std::ptrdiff_t tap, int row, int column) {
    std::size_t count = 0;
    for (int pair = 0; pair < kRowPoints * columnPoints(); ++pair) {
      const float factor =
          factorOf(columnTaps_, pair / columnPoints(), pair % columnPoints(), row, column);
      if (factor == 0) continue;
      rows[count] = learnt + pair * pairSize_ + phase;
      factors[count++] = factor;
    }
    kernels.pictures.combine(rows.data(), factors.data(), static_cast<int>(count), gradients + tap,
                             std::int64_t{1} * shape_.bigChannels * shape_.smallChannels);
  });
}

/// Calls work(numbers of the plane's row, numbers of the kernel's, how many) for each row of the
/// kernel at a place of the small plane, as far as it lies within the big plane.
template <class Work>
static void forKernelRows(const PlaneShape& s, std::ptrdiff_t place, Work&& work) {
  const std::ptrdiff_t inPlane = place % (std::ptrdiff_t{1} * s.height * s.width);
  const std::ptrdiff_t plane = place / (std::ptrdiff_t{1} * s.height * s.width);
  const int top = static_cast<int>(inPlane / s.width) * s.strideHeight - s.cropHeight();
  const int left = static_cast<int>(inPlane % s.width) * s.strideWidth - s.cropWidth();
  const int begin = std::max(0, -left), end = std::min(s.kernel, s.bigWidth - left);
  for (int r = std::max(0, -top); r < std::min(s.kernel, s.bigHeight - top); ++r)
    work(plane * s.big() +
             ((std::ptrdiff_t{1} * top + r) * s.bigWidth + left + begin) * s.bigChannels,
         (std::ptrdiff_t{1} * r * s.kernel + begin) * s.bigChannels,
         std::ptrdiff_t{1} * (end - begin) * s.bigChannels);
}

void PlaneWorker::gather(const PlaneShape& shape, const float* big, std::ptrdiff_t begin,
                         int rows) {
  const std::ptrdiff_t length = shape.weights() / shape.smallChannels;
  std::fill_n(bigPoints_.data(), rows * length, 0.0f);
  for (int r = 0; r < rows; ++r)
    forKernelRows(shape, begin + r,
                  [&](std::ptrdiff_t from, std::ptrdiff_t to, std::ptrdiff_t count) {
                    std::copy_n(big + from, count, bigPoints_.data() + r * length + to);
                  });
}

void PlaneWorker::scatter(const PlaneShape& shape, std::ptrdiff_t begin, int rows,
                          float* big) const {
  const std::ptrdiff_t length = shape.weights() / shape.smallChannels;
  const float one = 1;
  for (int r = 0; r < rows; ++r)
    forKernelRows(shape, begin + r,
                  [&](std::ptrdiff_t to, std::ptrdiff_t from, std::ptrdiff_t count) {
                    const float* const row = bigPoints_.data() + r * length + from;
                    kernels_->pictures.combine(&row, &one, 1, big + to, count);
                  });
}

/// By way of a matrix that has what the kernel sees at each place in its rows.
void PlaneWorker::runColumns(const PlaneWeights& weights, const PlaneTask& task) {
  const PlaneShape& shape = weights.shape();
  const int small = shape.smallChannels, length = static_cast<int>(shape.weights() / small);
  const std::ptrdiff_t all = std::ptrdiff_t{1} * task.count * shape.height * shape.width;
  const std::ptrdiff_t most = std::max<std::ptrdiff_t>(24, kColumns / length);
  bigPoints_.resize(std::max(bigPoints_.size(), static_cast<std::size_t>(most * length)));
  if (task.bigOut) std::fill_n(task.bigOut, task.count * shape.big(), 0.0f);
  for (std::ptrdiff_t begin = 0; begin < all; begin += most) {
    const int rows = static_cast<int>(std::min(most, all - begin));
    if (task.big) gather(shape, task.big, begin, rows);
    Product p;
    if (task.learnt) {
      p.terms[0] = {bigPoints_.data(), task.small + begin * small};
      p.rows = length, p.inner = rows, p.columns = small;
      p.leftRow = 1, p.leftInner = length, p.rightStride = p.outStride = small;
      p.out = task.learnt;
      p.add = true;
      kernels_->product(p);
    }
    p = {};
    p.rows = rows;
    if (task.smallOut) {
      p.terms[0] = {bigPoints_.data(), weights.toSmall(0)};
      p.inner = length, p.columns = small, p.leftRow = length, p.rightStride = p.outStride = small;
      p.out = task.smallOut + begin * small;
      kernels_->product(p);
    }
    if (task.bigOut) {
      p.terms[0] = {task.small + begin * small, weights.toBig(0)};
      p.inner = small, p.columns = length, p.leftRow = small, p.rightStride = p.outStride = length;
      p.out = bigPoints_.data();
      kernels_->product(p);
      scatter(shape, begin, rows, task.bigOut);
    }
  }
}

void PlaneWorker::run(const PlaneWeights& weights, const PlaneTask& task) {
  weights.tiled() ? runTiles(weights, task) : runColumns(weights, task);
}

}  // namespace timbre::training
