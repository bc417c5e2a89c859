/// The integer engine's products, and how its activations become bytes, in terms of Int8Vector.h.
/// For the kernel files alone, as Vector.h.
#pragma once

#include "sampler/kernels/Int8Types.h"
#include "sampler/kernels/Int8Vector.h"

namespace timbre::sampler {
namespace {

/// Vectors of rows in one pass, and samples of one pass over past taps, as registers allow.
template <int Planes>
inline constexpr int kByteVectors = kLanes == 16 ? 4 : 8 / Planes;
inline constexpr int kBytePastVectors = kLanes == 16 ? 4 : 2;
template <int Planes>
inline constexpr int kBytePastSamples = 4 / Planes;

/// sum[plane][sample][vector] += w x for `quads` times four columns; gives the weights that follow.
template <int Planes, int N, int V>
TIMBRE_INLINE void addQuad(Words (&sum)[Planes][N][V], const std::int8_t* w, const std::uint8_t* x,
                           long plane) {
  Quad weight[V];
#pragma GCC unroll 8
  for (int v = 0; v < V; ++v) weight[v] = weightQuad(w + v * 4 * kLanes);
#pragma GCC unroll 2
  for (int p = 0; p < Planes; ++p) {
#pragma GCC unroll 8
    for (int n = 0; n < N; ++n) {
      const Quad input = inputQuad(x + (n * Planes + p) * plane);
#pragma GCC unroll 8
      for (int v = 0; v < V; ++v) sum[p][n][v] = dot(sum[p][n][v], input, weight[v]);
    }
  }
}

template <int Planes, int N, int V>
TIMBRE_INLINE const std::int8_t* accumulate(Words (&sum)[Planes][N][V], const std::int8_t* w,
                                            int step, int quads, const std::uint8_t* x,
                                            long plane) {
  // 64 columns, the width of the compact decoders: no loop, and no wrong guess at its end. Where a
  // product takes many instructions this costs more than it gives.
  if (kOneInstruction && quads == 16) {
#pragma GCC unroll 16
    for (int k = 0; k < 16; ++k) addQuad(sum, w + k * step, x + 4 * k, plane);
    return w + 16 * step;
  }
  for (int k = 0; k < quads; ++k) addQuad(sum, w + k * step, x + 4 * k, plane);
  return w + quads * step;
}

template <int Planes, int N, int V>
TIMBRE_INLINE void begin(Words (&sum)[Planes][N][V], const Int8Matrix& m, int row) {
#pragma GCC unroll 8
  for (int n = 0; n < N; ++n) {
#pragma GCC unroll 8
    for (int v = 0; v < V; ++v) {
      Words taken{};
      if constexpr (kInputZero != 0)
        taken = loadWords(m.rowSums + row + v * kLanes) * std::uint32_t{kInputZero};
      if (Planes == 2) sum[0][n][v] = taken;
      sum[Planes - 1][n][v] = loadWords(m.offset + row + v * kLanes) + taken;
    }
  }
}

/// The sum of both planes, scaled.
template <int Planes, int N, int V>
TIMBRE_INLINE Floats finished(const Words (&sum)[Planes][N][V], int n, int v, const float* scale) {
  const Words whole = Planes == 2 ? (sum[0][n][v] << 8) + sum[Planes - 1][n][v] : sum[0][n][v];
  return __builtin_convertvector(reinterpret_cast<Ints>(whole), Floats) * load(scale);
}

/// V vectors of rows of one panel for N notes; finish(row, note, values) takes each. Of the Stored
/// planes of each note the first are multiplied.
template <int Planes, int Stored, int N, int V, int Columns, class Finish>
TIMBRE_INLINE void byteRows(const Int8Matrix& m, const std::int8_t* w, int step, int row,
                            const std::uint8_t* x, int note, Finish finish) {
  Words sum[Planes][N][V];
  begin(sum, m, row);
  const int columns = Columns ? Columns : m.columns;
  const long skip = static_cast<long>(note) * Stored * columns;
  accumulate(sum, w, step, columns / 4, x + skip, Stored / Planes * columns);
#pragma GCC unroll 8
  for (int n = 0; n < N; ++n) {
#pragma GCC unroll 8
    for (int v = 0; v < V; ++v) {
      const int at = row + v * kLanes;
      finish(at, note + n, finished(sum, n, v, m.scale + at));
    }
  }
}

/// P rows of one panel for all notes, as many at once as registers allow.
template <int Planes, int Stored, int P, int Columns, class Finish>
TIMBRE_INLINE void bytePanel(const Int8Matrix& m, const std::int8_t* w, int row,
                             const std::uint8_t* x, int notes, Finish finish) {
  constexpr int kMost = P / kLanes;
  constexpr int kVectors = kMost < kBytePastVectors ? kMost : kBytePastVectors;
  constexpr int kNotes = kBytePastSamples<Planes>;
  for (int part = 0; part < P; part += kVectors * kLanes) {
    const std::int8_t* from = w + 4 * part;
    int n = 0;
    for (; n + kNotes <= notes; n += kNotes)
      byteRows<Planes, Stored, kNotes, kVectors, Columns>(m, from, 4 * P, row + part, x, n, finish);
    if (kNotes > 2)
      for (; n + 2 <= notes; n += 2)
        byteRows<Planes, Stored, 2, kVectors, Columns>(m, from, 4 * P, row + part, x, n, finish);
    for (; n < notes; ++n)
      byteRows<Planes, Stored, 1, kVectors, Columns>(m, from, 4 * P, row + part, x, n, finish);
  }
}

/// `rows` of m times the first Planes of x [notes][Stored][columns]. Columns and Notes 0: as they
/// are given.
template <int Planes, int Columns, int Notes, int Stored = Planes, class Finish>
TIMBRE_INLINE void byteProduct(const Int8Matrix& m, Int8Rows rows, const std::uint8_t* x, int notes,
                               Finish finish) {
  constexpr int kWide = kByteVectors<Planes>;
  constexpr int kNarrow = kNarrowPanel / kLanes;
  const int columns = Columns ? Columns : m.columns;
  const std::int8_t* w = m.data + static_cast<long>(rows.begin) * columns;
  int row = rows.begin;
  for (; row + kWidePanel <= rows.end; row += kWidePanel, w += kWidePanel * columns) {
    if constexpr (Notes == 1) {
      for (int part = 0; part < kWidePanel; part += kWide * kLanes)
        byteRows<Planes, Stored, 1, kWide, Columns>(m, w + 4 * part, 4 * kWidePanel, row + part, x,
                                                    0, finish);
    } else {
      bytePanel<Planes, Stored, kWidePanel, Columns>(m, w, row, x, notes, finish);
    }
  }
  for (; row < rows.end; row += kNarrowPanel, w += kNarrowPanel * columns) {
    if constexpr (Notes == 1)
      byteRows<Planes, Stored, 1, kNarrow, Columns>(m, w, 4 * kNarrowPanel, row, x, 0, finish);
    else
      bytePanel<Planes, Stored, kNarrowPanel, Columns>(m, w, row, x, notes, finish);
  }
}

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
  Words sum[Planes][N][V];
  begin(sum, m, row);
  const int half = m.columns / 2;
  const long skip = static_cast<long>(sample) * Planes * half;
  const std::int8_t* second = accumulate(sum, w, step, half / 4, b.oldest + skip, half);
  accumulate(sum, second, step, half / 4, b.older + skip, half);
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
  constexpr int kMost = P / kLanes;
  constexpr int kVectors = kMost < kBytePastVectors ? kMost : kBytePastVectors;
  constexpr int kSamples = kBytePastSamples<Planes>;
  for (int part = 0; part < P; part += kVectors * kLanes) {
    int n = 0;
    for (; n + kSamples <= b.samples; n += kSamples)
      bytePastPass<Planes, kSamples, kVectors>(m, w + 4 * part, 4 * P, row + part, b, n);
    if (kSamples > 2)
      for (; n + 2 <= b.samples; n += 2)
        bytePastPass<Planes, 2, kVectors>(m, w + 4 * part, 4 * P, row + part, b, n);
    for (; n < b.samples; ++n)
      bytePastPass<Planes, 1, kVectors>(m, w + 4 * part, 4 * P, row + part, b, n);
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

/// Activations as bytes, `steps` in one unit: signed ones round a zero point in the middle, others
/// from 0.
template <int Planes, bool Signed>
TIMBRE_INLINE void quantise(Floats v, Floats steps, std::uint8_t* out, int plane) {
  constexpr float kSpan = Planes == 1 ? 256.0f : 65536.0f;
  constexpr float kZero = Signed ? kSpan / 2 : 0.0f;
  const Floats bounded = smaller(larger(v * steps, all(-kZero)), all(kSpan - 1 - kZero));
  const Words bits =
      reinterpret_cast<Words>(bounded + all(12582912.0f + kZero));  // as in powerOfTwo
  if constexpr (Planes == 2) {
    storeLowBytes(out, bits >> 8);
    storeLowBytes(out + plane, bits);
  } else {
    storeLowBytes(out, bits);
  }
}

/// `rows` of y = start + m x in float, for what happens once a frame and for the few inputs of the
/// start.
TIMBRE_INLINE void plainProduct(const Matrix& m, Int8Rows rows, const float* x, const float* start,
                                float* y) {
  const float* w = m.data + static_cast<long>(rows.begin) * m.columns;
  for (int row = rows.begin; row < rows.end;) {
    const int panel = row + kWidePanel <= m.rows ? kWidePanel : kNarrowPanel;
    for (int part = 0; part < panel; part += kLanes) {
      Floats sum = load(start + row + part);
      for (int k = 0; k < m.columns; ++k)
        sum = sum + load(w + static_cast<long>(k) * panel + part) * all(x[k]);
      store(y + row + part, sum);
    }
    w += static_cast<long>(panel) * m.columns;
    row += panel;
  }
}

}  // namespace
}  // namespace timbre::sampler
