/// Convolutions by way of tiles: see Winograd.h.
#include <algorithm>

#include "training/cpu/CpuConvolution.h"
#include "training/cpu/kernels/Winograd.h"

namespace timbre::training {
namespace {

constexpr int kTiles = 64;  ///< of a block of strips, about
/// Between what is seen at two points, so that the same place of all points is not in the same few
/// lines of a cache.
constexpr std::ptrdiff_t kApart = 80;

}  // namespace

/// Rows of tiles, one behind the other over all planes, and where each lies in the worker's memory.
struct PlaneWorker::Strips {
  int first = 0, count = 0;
  int perPlane = 0, tiles = 0;  ///< of a plane, in a strip
  int margin = 0;               ///< numbers of the small plane beside a strip
  std::ptrdiff_t smallRow = 0, bigRow = 0, rowPhases = 0;

  std::ptrdiff_t plane(int strip) const { return (first + strip) / perPlane; }
  int top(int strip) const { return (first + strip) % perPlane * kTileResults; }
  std::ptrdiff_t small(int point, int strip) const {
    return (std::ptrdiff_t{1} * point * count + strip) * smallRow + point * kApart;
  }
  std::ptrdiff_t big(int point, int strip, std::ptrdiff_t phase) const {
    return ((std::ptrdiff_t{1} * point * count + strip) * rowPhases + phase) * bigRow +
           point * kApart;
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
  const Conv2dKernels& pictures = kernels_->pictures;
  const int tiles = strips.count * strips.tiles, points = weights.columnPoints();
  const int small = shape.smallChannels, big = weights.phases() * shape.bigChannels;
  const std::ptrdiff_t smallSize = std::ptrdiff_t{1} * tiles * small + kApart;
  const std::ptrdiff_t bigSize = std::ptrdiff_t{1} * tiles * big + kApart;
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
  grow(smallPoints_, weights.columnPoints() * (tiles * shape.smallChannels + kApart));
  grow(bigPoints_,
       weights.columnPoints() * (tiles * weights.phases() * shape.bigChannels + kApart));
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

}  // namespace timbre::training
