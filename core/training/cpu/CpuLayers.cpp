#include "training/cpu/CpuLayers.h"

#include <algorithm>

namespace timbre::training {
namespace {

/// Calls work(begin, end) for the runs of `rows` in which every row reaches the same shifts.
template <class Work>
void forRuns(const Shifts& shifts, const Rows& rows, Work&& work) {
  for (int begin = rows.begin; begin < rows.end;) {
    int end = rows.end;
    for (int k = 0; k < shifts.count; ++k) {
      const int by = shifts.by[static_cast<std::size_t>(k)];
      const int cut = by > 0 ? by : rows.length + by;
      if (by != 0 && cut > begin) end = std::min(end, cut);
    }
    work(begin, end);
    begin = end;
  }
}

bool reaches(const Shifts& shifts, int k, int begin, int length) {
  const int from = begin - shifts.by[static_cast<std::size_t>(k)];
  return from >= 0 && from < length;
}

/// Products over the rows that the shifts reach; `right` holds a matrix [in, out] for each tap.
void shifted(const LayerMath& math, const Shifts& shifts, int in, int out, const float* x,
             const float* right, const Rows& rows, Product p, float* to) {
  p.inner = in;
  p.columns = out;
  p.leftRow = in;
  p.rightStride = p.outStride = out;
  forRuns(shifts, rows, [&](int begin, int end) {
    p.count = 0;
    for (int k = 0; k < shifts.count; ++k)
      if (reaches(shifts, k, begin, rows.length))
        p.terms[static_cast<std::size_t>(p.count++)] = {
            x + static_cast<std::ptrdiff_t>(begin - shifts.by[static_cast<std::size_t>(k)]) * in,
            right + static_cast<std::ptrdiff_t>(k) * in * out};
    p.rows = end - begin;
    p.out = to + static_cast<std::ptrdiff_t>(begin - rows.begin) * out;
    math.kernels->product(p);
  });
}

}  // namespace

Layout::Layout(const std::vector<model::TensorSpec>& tensors) {
  for (const auto& spec : tensors) {
    std::ptrdiff_t count = 1;
    for (const auto size : spec.shape) count *= size;
    const auto slash = spec.name.rfind('/');
    AffineLayer& layer = affines_[spec.name.substr(0, slash)];
    if (spec.shape.size() == 4) {
      layer.weight = size_;
      layer.taps = static_cast<int>(spec.shape[1]);
      layer.in = static_cast<int>(spec.shape[2]);
      layer.out = static_cast<int>(spec.shape[3]);
    } else {
      layer.bias = size_;
    }
    size_ += count;
  }
}

void Layout::turn(const float* weights, float* turned) const {
  constexpr int kTile = 16;  // a line of the cache
  for (const auto& [name, layer] : affines_)
    for (int k = 0; k < layer.taps; ++k) {
      const std::ptrdiff_t at =
          layer.weight + static_cast<std::ptrdiff_t>(k) * layer.in * layer.out;
      const float* const from = weights + at;
      float* const to = turned + at;
      for (int i = 0; i < layer.in; i += kTile)
        for (int o = 0; o < layer.out; ++o)
          for (int j = i; j < std::min(i + kTile, layer.in); ++j)
            to[static_cast<std::ptrdiff_t>(o) * layer.in + j] =
                from[static_cast<std::ptrdiff_t>(j) * layer.out + o];
    }
}

void LayerMath::apply(const AffineLayer& layer, const Shifts& shifts, const float* x,
                      const Rows& rows, const float* start, float* out) const {
  Product p;
  p.start = start;
  p.add = start == nullptr;
  shifted(*this, shifts, layer.in, layer.out, x, weights + layer.weight, rows, p, out);
}

void LayerMath::applyBack(const AffineLayer& layer, const Shifts& shifts, const float* y,
                          const Rows& rows, bool add, float* out) const {
  Product p;
  p.add = add;
  shifted(*this, shifts.back(), layer.out, layer.in, y, turned + layer.weight, rows, p, out);
}

void LayerMath::learn(const AffineLayer& layer, const Shifts& shifts, const float* x,
                      const float* y, const Rows& rows) const {
  Product p;
  p.rows = layer.in;
  p.columns = layer.out;
  p.rightStride = p.outStride = layer.out;
  p.leftRow = 1;
  p.leftInner = layer.in;
  p.add = true;
  forRuns(shifts, rows, [&](int begin, int end) {
    p.inner = end - begin;
    for (int k = 0; k < shifts.count; ++k) {
      if (!reaches(shifts, k, begin, rows.length)) continue;
      const auto from = begin - shifts.by[static_cast<std::size_t>(k)];
      p.terms[0] = {x + static_cast<std::ptrdiff_t>(from) * layer.in,
                    y + static_cast<std::ptrdiff_t>(begin) * layer.out};
      p.out = gradients + layer.weight + static_cast<std::ptrdiff_t>(k) * layer.in * layer.out;
      kernels->product(p);
    }
  });
}

}  // namespace timbre::training
