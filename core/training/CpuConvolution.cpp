#include "training/CpuConvolution.h"

#include <algorithm>
#include <array>

#include "training/kernels/Points.h"

namespace timbre::training {
namespace {

constexpr int kRowTaps = 3, kRowPoints = kRowTaps + 3;
constexpr int kTiles = 64;                    ///< of a block of strips, about
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
  const double across = columnTaps == 3 ? Points<3>::kFilter[columnPoint][column]
                                        : Points<5>::kFilter[columnPoint][column];
  return static_cast<float>(Points<3>::kFilter[rowPoint][row] * across);
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
  std::array<const float*, kRowPoints * Points<5>::kCount> rows{};
  std::array<float, kRowPoints * Points<5>::kCount> factors{};
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

/// Rows of tiles, one behind the other over all planes, and where each lies in the worker's memory.
struct PlaneWorker::Strips {
  int first = 0, count = 0;
  int perPlane = 0, tiles = 0;  ///< of a plane, in a strip
  int margin = 0;               ///< numbers of the small plane beside a strip
  std::ptrdiff_t smallRow = 0, bigRow = 0, rowPhases = 0;

  std::ptrdiff_t plane(int strip) const { return (first + strip) / perPlane; }
  int top(int strip) const { return (first + strip) % perPlane * kTileResults; }
  std::ptrdiff_t small(int point, int strip) const {
    return (std::ptrdiff_t{1} * point * count + strip) * smallRow;
  }
  std::ptrdiff_t big(int point, int strip, std::ptrdiff_t phase) const {
    return ((std::ptrdiff_t{1} * point * count + strip) * rowPhases + phase) * bigRow;
  }
};

/// The rows of the small planes as they are seen at each point of the columns; beyond the plane
/// there are zeros.
void PlaneWorker::showSmall(const PlaneShape& shape, const PlaneTask& task, const Strips& strips) {
  const std::ptrdiff_t width = std::ptrdiff_t{1} * shape.width * shape.smallChannels;
  const std::ptrdiff_t margin = std::ptrdiff_t{1} * strips.margin * shape.smallChannels;
  PointRow row{kRowTaps, true, 1, static_cast<int>(width), width, strips.small(1, 0), 0};
  for (int strip = 0; strip < strips.count; ++strip) {
    const int top = strips.top(strip) - kRowTaps / 2;
    const float* from = task.small + strips.plane(strip) * shape.small() + top * width;
    if (top < 0 || top + kRowPoints > shape.height) {
      edge_.assign(static_cast<std::size_t>(kRowPoints * width), 0.0f);
      const int begin = std::max(0, -top), end = std::min(kRowPoints, shape.height - top);
      std::copy(from + begin * width, from + end * width, edge_.data() + begin * width);
      from = edge_.data();
    }
    kernels_->pictures.toPoints(row, from, small_.data() + strips.small(0, strip) + margin);
    for (int point = 0; point < kRowPoints; ++point) {
      float* const at = small_.data() + strips.small(point, strip);
      std::fill_n(at, margin, 0.0f);
      std::fill_n(at + margin + width, margin, 0.0f);
    }
  }
}

/// Its transpose.
void PlaneWorker::collectSmall(const PlaneShape& shape, const PlaneTask& task,
                               const Strips& strips) {
  const std::ptrdiff_t width = std::ptrdiff_t{1} * shape.width * shape.smallChannels;
  const std::ptrdiff_t margin = std::ptrdiff_t{1} * strips.margin * shape.smallChannels;
  PointRow row{kRowTaps, true, 1, static_cast<int>(width), width, strips.small(1, 0), 0};
  for (int strip = 0; strip < strips.count; ++strip) {
    const int top = strips.top(strip) - kRowTaps / 2;
    const float* const from = small_.data() + strips.small(0, strip) + margin;
    float* const to = task.smallOut + strips.plane(strip) * shape.small() + top * width;
    if (top >= 0 && top + kRowPoints <= shape.height) {
      kernels_->pictures.fromPoints(row, from, to);
      continue;
    }
    edge_.assign(static_cast<std::size_t>(kRowPoints * width), 0.0f);
    kernels_->pictures.fromPoints(row, from, edge_.data());
    const int begin = std::max(0, -top), end = std::min(kRowPoints, shape.height - top);
    const float* const valid = edge_.data() + begin * width;
    const float one = 1;
    kernels_->pictures.combine(&valid, &one, 1, to + begin * width, (end - begin) * width);
  }
}

/// The rows of the big planes at each point of the columns, or (bigOut) back from there.
void PlaneWorker::showBig(const PlaneShape& shape, const PlaneTask& task, const Strips& strips) {
  PointRow row{kRowTaps, false, 1, static_cast<int>(strips.bigRow), 0, strips.big(1, 0, 0), 0};
  row.number = strips.rowPhases * strips.bigRow;
  for (int strip = 0; strip < strips.count; ++strip)
    for (std::ptrdiff_t phase = 0; phase < strips.rowPhases; ++phase) {
      const std::ptrdiff_t at = strips.plane(strip) * shape.big() + strips.top(strip) * row.number +
                                phase * strips.bigRow;
      float* const points = big_.data() + strips.big(0, strip, phase);
      if (task.bigOut)
        kernels_->pictures.fromPoints(row, points, task.bigOut + at);
      else
        kernels_->pictures.toPoints(row, task.big + at, points);
    }
}

/// All products at one point of the columns.
void PlaneWorker::multiply(const PlaneWeights& weights, const PlaneTask& task, const Strips& strips,
                           int rowPoint) {
  const PlaneShape& shape = weights.shape();
  const PictureKernels& pictures = kernels_->pictures;
  const int tiles = strips.count * strips.tiles, points = weights.columnPoints();
  const int small = shape.smallChannels, big = weights.phases() * shape.bigChannels;
  const std::ptrdiff_t smallSize = std::ptrdiff_t{1} * tiles * small;
  const std::ptrdiff_t bigSize = std::ptrdiff_t{1} * tiles * big;
  const int run = shape.strideWidth * shape.bigChannels;
  const PointRow smallRow{weights.columnTaps(), true, strips.tiles, small, small, smallSize, small};
  const PointRow bigRow{weights.columnTaps(), false, strips.tiles, run, run, bigSize, big};
  const auto forBig = [&](auto&& work) {
    for (int strip = 0; strip < strips.count; ++strip)
      for (std::ptrdiff_t phase = 0; phase < strips.rowPhases; ++phase)
        work(big_.data() + strips.big(rowPoint, strip, phase),
             bigPoints_.data() + std::ptrdiff_t{1} * strip * strips.tiles * big + phase * run);
  };
  const auto forSmall = [&](auto&& work) {
    for (int strip = 0; strip < strips.count; ++strip)
      work(small_.data() + strips.small(rowPoint, strip),
           smallPoints_.data() + std::ptrdiff_t{1} * strip * strips.tiles * small);
  };
  if (task.small) forSmall([&](float* at, float* to) { pictures.toPoints(smallRow, at, to); });
  if (task.big) forBig([&](float* at, float* to) { pictures.toPoints(bigRow, at, to); });
  for (int point = 0; point < points; ++point) {
    const int pair = rowPoint * points + point;
    float* const smallAt = smallPoints_.data() + point * smallSize;
    float* const bigAt = bigPoints_.data() + point * bigSize;
    Product p;
    if (task.learnt) {
      p.terms[0] = {bigAt, smallAt};
      p.rows = big, p.inner = tiles, p.columns = small;
      p.leftRow = 1, p.leftInner = big, p.rightStride = p.outStride = small;
      p.out = task.learnt + std::ptrdiff_t{1} * pair * big * small;
      p.add = true;
      kernels_->product(p);
    }
    p = {};
    p.rows = tiles;
    if (task.smallOut) {
      p.terms[0] = {bigAt, weights.toSmall(pair)};
      p.inner = big, p.columns = small, p.leftRow = big, p.rightStride = p.outStride = small;
      p.out = smallAt;
      kernels_->product(p);
    }
    if (task.bigOut) {
      p.terms[0] = {smallAt, weights.toBig(pair)};
      p.inner = small, p.columns = big, p.leftRow = small, p.rightStride = p.outStride = big;
      p.out = bigAt;
      kernels_->product(p);
    }
  }
  if (task.smallOut)
    forSmall([&](float* at, const float* from) {
      std::fill_n(at, strips.smallRow, 0.0f);
      pictures.fromPoints(smallRow, from, at);
    });
  if (task.bigOut)
    forBig([&](float* at, const float* from) { pictures.fromPoints(bigRow, from, at); });
}

void PlaneWorker::runStrips(const PlaneWeights& weights, const PlaneTask& task,
                            const Strips& strips) {
  const PlaneShape& shape = weights.shape();
  const auto grow = [](std::vector<float>& memory, std::ptrdiff_t size) {
    if (memory.size() < static_cast<std::size_t>(size))
      memory.resize(static_cast<std::size_t>(size));
  };
  const std::ptrdiff_t tiles = std::ptrdiff_t{1} * strips.count * strips.tiles;
  grow(small_, strips.small(kRowPoints, 0));
  grow(big_, strips.big(kRowPoints, 0, 0));
  grow(smallPoints_, weights.columnPoints() * tiles * shape.smallChannels);
  grow(bigPoints_, weights.columnPoints() * tiles * weights.phases() * shape.bigChannels);
  if (task.small) showSmall(shape, task, strips);
  PlaneTask half = task;
  half.bigOut = nullptr;
  if (task.big) showBig(shape, half, strips);
  for (int point = 0; point < kRowPoints; ++point) multiply(weights, task, strips, point);
  if (task.smallOut) collectSmall(shape, task, strips);
  if (task.bigOut) showBig(shape, task, strips);
}

void PlaneWorker::runTiles(const PlaneWeights& weights, const PlaneTask& task) {
  const PlaneShape& shape = weights.shape();
  if (task.smallOut) std::fill_n(task.smallOut, task.count * shape.small(), 0.0f);
  Strips strips;
  strips.perPlane = shape.height / kTileResults;
  strips.tiles = shape.width / kTileResults;
  strips.margin = weights.columnTaps() / 2;
  strips.smallRow = std::ptrdiff_t{1} * (shape.width + 2 * strips.margin) * shape.smallChannels;
  strips.bigRow = std::ptrdiff_t{1} * shape.width * shape.strideWidth * shape.bigChannels;
  strips.rowPhases = shape.strideHeight;
  const int all = task.count * strips.perPlane, most = std::max(1, kTiles / strips.tiles);
  for (strips.first = 0; strips.first < all; strips.first += strips.count) {
    strips.count = std::min(most, all - strips.first);
    runStrips(weights, task, strips);
  }
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
