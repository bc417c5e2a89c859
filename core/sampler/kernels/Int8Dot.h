/// The integer engine's products, and how its activations become integers, in terms of
/// Int8Vector.h.
/// For the kernel files alone, as Vector.h.
#pragma once

#include "sampler/kernels/Int8Types.h"
#include "sampler/kernels/Int8Vector.h"

namespace timbre::sampler {
namespace {

/// How a product takes its activations: the first Planes of the Stored bytes of each.
template <int Planes, int Stored>
struct Taken {
  static constexpr bool kIsPairs = kWords && Stored == 2;
  static constexpr int kSums = kIsPairs ? 1 : Planes;
  static constexpr int kColumns = kIsPairs ? 2 : 4;  ///< of one step
  /// Vectors of rows in one pass, and notes or samples of one pass, as registers allow.
  static constexpr int kVectors = kLanes == 16 ? 4 : 8 / kSums;
  static constexpr int kPastVectors = kLanes == 16 ? 4 : 2;
  static constexpr int kPastSamples = 4 / kSums;
};

/// sum[plane][sample][vector] += w x for four columns, or two.
template <int Planes, int Stored, int Sums, int N, int V>
TIMBRE_INLINE void addColumns(Words (&sum)[Sums][N][V], const std::int8_t* w, const std::uint8_t* x,
                              long columns) {
#ifdef TIMBRE_WORDS
  if constexpr (Taken<Planes, Stored>::kIsPairs) {
    Pair weight[V];
#pragma GCC unroll 8
    for (int v = 0; v < V; ++v) weight[v] = weightPair(w + v * 2 * kLanes);
#pragma GCC unroll 8
    for (int n = 0; n < N; ++n) {
      Pair input = inputPair(x + n * 2 * columns);
      if constexpr (Planes == 1) input = highBytes(input);
#pragma GCC unroll 8
      for (int v = 0; v < V; ++v) sum[0][n][v] = dot(sum[0][n][v], input, weight[v]);
    }
    return;
  }
#endif
  decltype(weightQuad(w)) weight[V];
#pragma GCC unroll 8
  for (int v = 0; v < V; ++v) weight[v] = weightQuad(w + v * 4 * kLanes);
#pragma GCC unroll 2
  for (int p = 0; p < Sums; ++p) {
#pragma GCC unroll 8
    for (int n = 0; n < N; ++n) {
      const Quad input = inputQuad(x + (n * Stored + p) * columns);
#pragma GCC unroll 8
      for (int v = 0; v < V; ++v) sum[p][n][v] = dot(sum[p][n][v], input, weight[v]);
    }
  }
}

/// All columns of x; gives the weights that follow. `step`: bytes of weights from one step's to the
/// next one's.
template <int Planes, int Stored, int Sums, int N, int V>
TIMBRE_INLINE const std::int8_t* accumulate(Words (&sum)[Sums][N][V], const std::int8_t* w,
                                            int step, int columns, const std::uint8_t* x) {
  using T = Taken<Planes, Stored>;
  constexpr int kBytes = 4;  // of one plane in a step, be it four columns or two
  const int steps = columns / T::kColumns;
  // 64 columns, the width of the compact decoders: no loop, and no wrong guess at its end. Where a
  // product takes many instructions this costs more than it gives.
  if (kOneInstruction && columns == 64) {
#pragma GCC unroll 16
    for (int k = 0; k < 16; ++k)
      addColumns<Planes, Stored>(sum, w + k * step, x + kBytes * k, columns);
    return w + 16 * step;
  }
  for (int k = 0; k < steps; ++k)
    addColumns<Planes, Stored>(sum, w + k * step, x + kBytes * k, columns);
  return w + steps * step;
}

template <int Sums, int N, int V>
TIMBRE_INLINE void begin(Words (&sum)[Sums][N][V], const Int8Matrix& m, int row) {
#pragma GCC unroll 8
  for (int n = 0; n < N; ++n) {
#pragma GCC unroll 8
    for (int v = 0; v < V; ++v) {
      if (Sums == 2) sum[0][n][v] = Words{};
      sum[Sums - 1][n][v] = loadWords(m.offset + row + v * kLanes);
    }
  }
}

/// The sum of both planes, scaled.
template <int Sums, int N, int V>
TIMBRE_INLINE Floats finished(const Words (&sum)[Sums][N][V], int n, int v, const float* scale) {
  const Words whole = Sums == 2 ? (sum[0][n][v] << 8) + sum[Sums - 1][n][v] : sum[0][n][v];
  return __builtin_convertvector(reinterpret_cast<Ints>(whole), Floats) * load(scale);
}

/// V vectors of rows of one panel for N notes; finish(row, note, values) takes each.
template <int Planes, int Stored, int N, int V, int Columns, class Finish>
TIMBRE_INLINE void byteRows(const Int8Matrix& m, const std::int8_t* w, int step, int row,
                            const std::uint8_t* x, int note, Finish finish) {
  Words sum[Taken<Planes, Stored>::kSums][N][V];
  begin(sum, m, row);
  const int columns = Columns ? Columns : m.columns;
  accumulate<Planes, Stored>(sum, w, step, columns, x + static_cast<long>(note) * Stored * columns);
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
  using T = Taken<Planes, Stored>;
  constexpr int kMost = P / kLanes;
  constexpr int kVectors = kMost < T::kPastVectors ? kMost : T::kPastVectors;
  constexpr int kNotes = T::kPastSamples;
  constexpr int kStep = T::kColumns * P;
  for (int part = 0; part < P; part += kVectors * kLanes) {
    const std::int8_t* from = w + T::kColumns * part;
    int n = 0;
    for (; n + kNotes <= notes; n += kNotes)
      byteRows<Planes, Stored, kNotes, kVectors, Columns>(m, from, kStep, row + part, x, n, finish);
    if (kNotes > 2)
      for (; n + 2 <= notes; n += 2)
        byteRows<Planes, Stored, 2, kVectors, Columns>(m, from, kStep, row + part, x, n, finish);
    for (; n < notes; ++n)
      byteRows<Planes, Stored, 1, kVectors, Columns>(m, from, kStep, row + part, x, n, finish);
  }
}

/// `rows` of m times the first Planes of x [notes][Stored][columns]. Columns and Notes 0: as they
/// are given.
template <int Planes, int Columns, int Notes, int Stored = Planes, class Finish>
TIMBRE_INLINE void byteProduct(const Int8Matrix& m, Int8Rows rows, const std::uint8_t* x, int notes,
                               Finish finish) {
  using T = Taken<Planes, Stored>;
  constexpr int kWide = T::kVectors;
  constexpr int kNarrow = kNarrowPanel / kLanes;
  const int columns = Columns ? Columns : m.columns;
  const std::int8_t* w = m.data + static_cast<long>(rows.begin) * columns;
  int row = rows.begin;
  for (; row + kWidePanel <= rows.end; row += kWidePanel, w += kWidePanel * columns) {
    if constexpr (Notes == 1) {
      for (int part = 0; part < kWidePanel; part += kWide * kLanes)
        byteRows<Planes, Stored, 1, kWide, Columns>(
            m, w + T::kColumns * part, T::kColumns * kWidePanel, row + part, x, 0, finish);
    } else {
      bytePanel<Planes, Stored, kWidePanel, Columns>(m, w, row, x, notes, finish);
    }
  }
  for (; row < rows.end; row += kNarrowPanel, w += kNarrowPanel * columns) {
    if constexpr (Notes == 1)
      byteRows<Planes, Stored, 1, kNarrow, Columns>(m, w, T::kColumns * kNarrowPanel, row, x, 0,
                                                    finish);
    else
      bytePanel<Planes, Stored, kNarrowPanel, Columns>(m, w, row, x, notes, finish);
  }
}

/// Activations as integers, `steps` in one unit: signed ones round a zero point in the middle,
/// others from 0. `x`: of one note, for its channels from `at` on.
template <int Planes, bool Signed>
TIMBRE_INLINE void quantise(Floats v, Floats steps, std::uint8_t* x, int at, int columns) {
  constexpr float kSpan = Planes == 1 ? 256.0f : 65536.0f;
  constexpr float kZero = Signed ? kSpan / 2 : 0.0f;
  constexpr float kRounding = 12582912.0f;  // as in powerOfTwo
  const Floats bounded = smaller(larger(v * steps, all(-kZero)), all(kSpan - 1 - kZero));
#ifdef TIMBRE_WORDS
  if constexpr (Planes == 2) {
    constexpr int kMiddle = Signed ? 0 : 32768;
    const Ints rounded = reinterpret_cast<Ints>(bounded + all(kRounding));
    return storeWords(x + 2 * at, rounded - (0x4b400000 + kMiddle));  // the bits of kRounding
  }
#endif
  constexpr float kStored = Planes == 1 && Signed ? static_cast<float>(kByteZero) : kZero;
  const Words bits = reinterpret_cast<Words>(bounded + all(kRounding + kStored));
  if constexpr (Planes == 2) {
    storeLowBytes(x + at, bits >> 8);
    storeLowBytes(x + columns + at, bits);
  } else {
    storeLowBytes(x + at, bits);
  }
}

/// `rows` of y = start + m x in float, for what happens once per frame and for the few inputs of
/// the start.
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
