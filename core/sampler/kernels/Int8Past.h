/// What the past taps of the integer engine's layers give to a block of samples at once, so that
/// their weights are fetched once for all of it. For the kernel files alone, as Vector.h.
#pragma once

#include "sampler/kernels/Int8Dot.h"

namespace timbre::sampler {
namespace {

/// The inputs of a block of samples, [samples][notes][planes][width] each.
struct Int8Past {
  const std::uint8_t* oldest;
  const std::uint8_t* older;
  const float* start;  ///< [notes][rows]
  float* out;          ///< [samples][notes][rows]
  int samples;         ///< times notes
  int notes;
};

template <int Planes, int N, int V>
TIMBRE_INLINE void bytePastPass(const Int8Matrix& m, const std::int8_t* w, int step, int row,
                                const Int8Past& b, int sample) {
  Words sum[Taken<Planes, Planes>::kSums][N][V];
  begin(sum, m, row);
  const int half = m.columns / 2;
  const long skip = static_cast<long>(sample) * Planes * half;
  const std::int8_t* second = accumulate<Planes, Planes>(sum, w, step, half, b.oldest + skip);
  accumulate<Planes, Planes>(sum, second, step, half, b.older + skip);
  int note = b.notes == 1 ? 0 : sample % b.notes;
#pragma GCC unroll 8
  for (int n = 0; n < N; ++n) {
    const float* start = b.start + static_cast<long>(note) * m.rows;
    if (++note == b.notes) note = 0;
#pragma GCC unroll 8
    for (int v = 0; v < V; ++v) {
      const int at = row + v * kLanes;
      store(b.out + static_cast<long>(sample + n) * m.rows + at,
            finished(sum, n, v, m.scale + at) + load(start + at));
    }
  }
}

template <int Planes, int P>
TIMBRE_INLINE void bytePastPanel(const Int8Matrix& m, const std::int8_t* w, int row,
                                 const Int8Past& b) {
  using T = Taken<Planes, Planes>;
  constexpr int kMost = P / kLanes;
  constexpr int kVectors = kMost < T::kPastVectors ? kMost : T::kPastVectors;
  constexpr int kSamples = T::kPastSamples;
  constexpr int kStep = T::kColumns * P;
  for (int part = 0; part < P; part += kVectors * kLanes) {
    const std::int8_t* from = w + T::kColumns * part;
    int n = 0;
    for (; n + kSamples <= b.samples; n += kSamples)
      bytePastPass<Planes, kSamples, kVectors>(m, from, kStep, row + part, b, n);
    if (kSamples > 2)
      for (; n + 2 <= b.samples; n += 2)
        bytePastPass<Planes, 2, kVectors>(m, from, kStep, row + part, b, n);
    for (; n < b.samples; ++n) bytePastPass<Planes, 1, kVectors>(m, from, kStep, row + part, b, n);
  }
}

/// `rows` of out = start + m [oldest; older] for the samples of a block.
template <int Planes>
void bytePast(const Int8Matrix& m, Int8Rows rows, const Int8Past& b) {
  const std::int8_t* w = m.data + static_cast<long>(rows.begin) * m.columns;
  int row = rows.begin;
  for (; row + kWidePanel <= rows.end; row += kWidePanel, w += kWidePanel * m.columns)
    bytePastPanel<Planes, kWidePanel>(m, w, row, b);
  for (; row < rows.end; row += kNarrowPanel, w += kNarrowPanel * m.columns)
    bytePastPanel<Planes, kNarrowPanel>(m, w, row, b);
}

/// `done`: samples of this block that are behind us.
template <int Planes>
void computeBytePast(const Int8Network& net, const Int8Notes& notes, int i, int done) {
  const Int8Layer& layer = net.layers[i];
  const Int8Ring& r = notes.rings[i];
  const int first = r.position - done;
  const auto row = [&](int at) {
    return r.ring +
           static_cast<long>(at < 0 ? at + r.length : at) * notes.notes * Planes * net.width;
  };
  const Int8Past block{row(first - 2 * layer.dilation),
                       row(first - layer.dilation),
                       r.condition,
                       r.past,
                       layer.block * notes.notes,
                       notes.notes};
  if (!notes.share.meeting) return bytePast<Planes>(layer.past, {0, 2 * net.width}, block);
  const Int8Rows filter = notes.share.channels;
  bytePast<Planes>(layer.past, filter, block);
  bytePast<Planes>(layer.past, {net.width + filter.begin, net.width + filter.end}, block);
}

inline void computeBytePast(const Int8Network& net, const Int8Notes& notes, int i, int done) {
  if (net.layers[i].planes == 2)
    computeBytePast<2>(net, notes, i, done);
  else
    computeBytePast<1>(net, notes, i, done);
}

inline int doneOfBlock(const Int8Layer& layer, const Int8Ring& r, std::uint64_t sample) {
  return static_cast<int>((sample + static_cast<std::uint64_t>(r.phase)) &
                          static_cast<std::uint64_t>(layer.block - 1));
}

}  // namespace
}  // namespace timbre::sampler
