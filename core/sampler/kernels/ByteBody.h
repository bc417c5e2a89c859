/// The integer engine's sample, from inputs to logits, in terms of ByteVector.h. Its floating glue
/// is rounded after every step in one order, so that every processor draws the same samples.
/// Included once by each kernel file.
#pragma once

#include "sampler/kernels/ByteVector.h"
#include "sampler/kernels/Bytes.h"

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
TIMBRE_INLINE const std::int8_t* accumulate(Words (&sum)[Planes][N][V], const std::int8_t* w,
                                            int step, int quads, const std::uint8_t* x,
                                            long plane) {
  for (int k = 0; k < quads; ++k, w += step, x += 4) {
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
  return w;
}

template <int Planes, int N, int V>
TIMBRE_INLINE void begin(Words (&sum)[Planes][N][V], const ByteMatrix& m, int row) {
#pragma GCC unroll 8
  for (int n = 0; n < N; ++n) {
#pragma GCC unroll 8
    for (int v = 0; v < V; ++v) {
      if (Planes == 2) sum[0][n][v] = Words{};
      sum[Planes - 1][n][v] = loadWords(m.offset + row + v * kLanes);
    }
  }
}

/// The sum of both planes, scaled.
template <int Planes, int N, int V>
TIMBRE_INLINE Floats finished(const Words (&sum)[Planes][N][V], int n, int v, const float* scale) {
  const Words whole = Planes == 2 ? (sum[0][n][v] << 8) + sum[Planes - 1][n][v] : sum[0][n][v];
  return __builtin_convertvector(reinterpret_cast<Ints>(whole), Floats) * load(scale);
}

/// V vectors of rows of one panel; finish(row, values) takes each.
template <int Planes, int V, class Finish>
TIMBRE_INLINE void byteRows(const ByteMatrix& m, const std::int8_t* w, int step, int row,
                            const std::uint8_t* x, Finish finish) {
  Words sum[Planes][1][V];
  begin(sum, m, row);
  accumulate(sum, w, step, m.columns / 4, x, m.columns);
#pragma GCC unroll 8
  for (int v = 0; v < V; ++v) {
    const int at = row + v * kLanes;
    finish(at, finished(sum, 0, v, m.scale + at));
  }
}

template <int Planes, class Finish>
TIMBRE_INLINE void byteProduct(const ByteMatrix& m, const std::uint8_t* x, Finish finish) {
  constexpr int kWide = kByteVectors<Planes>;
  constexpr int kNarrow = kNarrowPanel / kLanes;
  const std::int8_t* w = m.data;
  int row = 0;
  for (; row + kWidePanel <= m.rows; row += kWidePanel, w += kWidePanel * m.columns)
    for (int part = 0; part < kWidePanel; part += kWide * kLanes)
      byteRows<Planes, kWide>(m, w + 4 * part, 4 * kWidePanel, row + part, x, finish);
  for (; row < m.rows; row += kNarrowPanel, w += kNarrowPanel * m.columns)
    byteRows<Planes, kNarrow>(m, w, 4 * kNarrowPanel, row, x, finish);
}

struct BytePast {
  const std::uint8_t* oldest;
  const std::uint8_t* older;
  const float* start;
  float* out;
  int samples;
};

template <int Planes, int N, int V>
TIMBRE_INLINE void bytePastPass(const ByteMatrix& m, const std::int8_t* w, int step, int row,
                                const BytePast& b, int sample) {
  Words sum[Planes][N][V];
  begin(sum, m, row);
  const int half = m.columns / 2;
  const long skip = static_cast<long>(sample) * Planes * half;
  const std::int8_t* second = accumulate(sum, w, step, half / 4, b.oldest + skip, half);
  accumulate(sum, second, step, half / 4, b.older + skip, half);
#pragma GCC unroll 8
  for (int n = 0; n < N; ++n) {
#pragma GCC unroll 8
    for (int v = 0; v < V; ++v) {
      const int at = row + v * kLanes;
      store(b.out + static_cast<long>(sample + n) * m.rows + at,
            finished(sum, n, v, m.scale + at) + load(b.start + at));
    }
  }
}

template <int Planes, int P>
TIMBRE_INLINE void bytePastPanel(const ByteMatrix& m, const std::int8_t* w, int row,
                                 const BytePast& b) {
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

/// out = start + m [oldest; older] for the samples of a block.
template <int Planes>
void bytePast(const ByteMatrix& m, const BytePast& b) {
  const std::int8_t* w = m.data;
  int row = 0;
  for (; row + kWidePanel <= m.rows; row += kWidePanel, w += kWidePanel * m.columns)
    bytePastPanel<Planes, kWidePanel>(m, w, row, b);
  for (; row < m.rows; row += kNarrowPanel, w += kNarrowPanel * m.columns)
    bytePastPanel<Planes, kNarrowPanel>(m, w, row, b);
}

template <int Planes>
void computeBytePast(const ByteLayer& layer, ByteRing& r, int width, int done) {
  const int first = r.position - done;
  const auto row = [&](int at) {
    return r.ring + static_cast<long>(at < 0 ? at + r.length : at) * Planes * width;
  };
  bytePast<Planes>(layer.past, {row(first - 2 * layer.dilation), row(first - layer.dilation),
                                r.condition, r.past, layer.block});
}

/// Activations as bytes: signed ones round a zero point in the middle, others from 0.
template <int Planes, bool Signed>
TIMBRE_INLINE void quantise(Floats v, float steps, std::uint8_t* out, int plane) {
  constexpr float kSpan = Planes == 1 ? 256.0f : 65536.0f;
  constexpr float kZero = Signed ? kSpan / 2 : 0.0f;
  const Floats bounded = smaller(larger(v * all(steps), all(-kZero)), all(kSpan - 1 - kZero));
  const Words bits =
      reinterpret_cast<Words>(bounded + all(12582912.0f + kZero));  // as in powerOfTwo
  if constexpr (Planes == 2) {
    storeLowBytes(out, bits >> 8);
    storeLowBytes(out + plane, bits);
  } else {
    storeLowBytes(out, bits);
  }
}

/// y = start + m x in float, for what happens once a frame and for the few inputs of the start.
TIMBRE_INLINE void plainProduct(const Matrix& m, const float* x, const float* start, float* y) {
  const float* w = m.data;
  for (int row = 0; row < m.rows;) {
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

/// The gate's input of a layer: what its past taps gave beforehand, and its newest input.
template <int Planes>
TIMBRE_INLINE void sumGate(const ByteNetwork& net, ByteNote& note, int i, std::uint64_t sample) {
  const ByteLayer& layer = net.layers[i];
  ByteRing& r = note.rings[i];
  const int width = net.width;
  std::uint8_t* input = r.ring + static_cast<long>(r.position) * Planes * width;
  for (int c = 0; c < width; c += kLanes)
    quantise<Planes, true>(load(note.sums + c), layer.streamSteps, input + c, width);
  const int done = static_cast<int>(sample & static_cast<std::uint64_t>(layer.block - 1));
  if (done == 0) computeBytePast<Planes>(layer, r, width, 0);
  const float* past = r.past + static_cast<long>(done) * 2 * width;
  float* gate = note.gate;
  byteProduct<Planes>(
      layer.now, input, [=](int row, Floats v) __attribute__((always_inline)) {
        store(gate + row, load(past + row) + v);
      });
  if (++r.position == r.length) r.position = 0;
}

TIMBRE_INLINE void sumFirstGate(const ByteNetwork& net, ByteNote& note, const float* inputs,
                                std::uint64_t sample) {
  const float* bias = net.first.bias[sample < 2 ? sample : 2];
  const float* condition = note.rings[0].condition;
  for (int c = 0; c < 2 * net.width; c += kLanes)
    store(note.gate + c, load(condition + c) + load(bias + c));
  plainProduct(net.first.gate, inputs, note.gate, note.gate);
}

template <int Planes>
TIMBRE_INLINE void addSkip(const ByteMatrix& m, const std::uint8_t* z, float* sum) {
  byteProduct<Planes>(
      m, z, [=](int row, Floats v) __attribute__((always_inline)) {
        store(sum + row, load(sum + row) + v);
      });
}

/// From the gate's input to the next layer's stream. The skip of the layer before is added here:
/// nothing on the way to the next sample waits for it, so that it fills the time the gate takes.
template <int Planes>
TIMBRE_INLINE void finishLayer(const ByteNetwork& net, ByteNote& note, int i) {
  const ByteLayer& layer = net.layers[i];
  const int width = net.width;
  const float* gate = note.gate;
  std::uint8_t* z = note.gated[i & 1];
  for (int c = 0; c < width; c += kLanes) {
    const Floats value = gated<Rounding::Plain>(load(gate + c), load(gate + width + c));
    quantise<Planes, true>(value, layer.gateSteps, z + c, width);
  }
  if (i > 0) {
    const ByteLayer& before = net.layers[i - 1];
    if (before.planes == 2)
      addSkip<2>(before.skip, note.gated[~i & 1], note.sums + width);
    else
      addSkip<1>(before.skip, note.gated[~i & 1], note.sums + width);
  }
  float* stream = note.sums;
  const float* bias = layer.residualBias;
  byteProduct<Planes>(
      layer.residual, z, [=](int row, Floats v) __attribute__((always_inline)) {
        store(stream + row, load(stream + row) + load(bias + row) + v);
      });
  if (i + 1 == net.layerCount) addSkip<Planes>(layer.skip, z, note.sums + width);
}

/// Here an error goes straight into the probabilities: two bytes for every activation, and for the
/// weights of the logits too (the second byte is what the first left over).
void runByteHead(const ByteNetwork& net, ByteNote& note) {
  const Floats zero{};
  const int skip = net.skip;
  for (int c = 0; c < skip; c += kLanes)
    quantise<2, false>(larger(load(note.sums + net.width + c), zero), net.skipSteps,
                       note.rectified + c, skip);
  const float* condition = note.headCondition;
  std::uint8_t* hidden = note.hidden;
  const float steps = net.hiddenSteps;
  byteProduct<2>(
      net.head, note.rectified, [=](int row, Floats v) __attribute__((always_inline)) {
        quantise<2, false>(larger(load(condition + row) + v, zero), steps, hidden + row, skip);
      });
  float* logits = note.logits;
  const float* bias = net.logitsBias;
  byteProduct<2>(
      net.logits, hidden, [=](int row, Floats v) __attribute__((always_inline)) {
        store(logits + row, load(bias + row) + v);
      });
  byteProduct<2>(
      net.logitsRest, hidden, [=](int row, Floats v) __attribute__((always_inline)) {
        store(logits + row, load(logits + row) + v);
      });
}

template <int Planes>
void runByteLayer(const ByteNetwork& net, ByteNote& note, int i, const float* inputs,
                  std::uint64_t sample) {
  if (i == 0)
    sumFirstGate(net, note, inputs, sample);
  else
    sumGate<Planes>(net, note, i, sample);
  finishLayer<Planes>(net, note, i);
}

void runBytes(const ByteNetwork& net, ByteNote& note, const float* inputs, std::uint64_t sample) {
  plainProduct(net.start, inputs + 2, net.startBias, note.sums);
  for (int i = 0; i < net.layerCount; ++i) {
    if (net.layers[i].planes == 2)
      runByteLayer<2>(net, note, i, inputs, sample);
    else
      runByteLayer<1>(net, note, i, inputs, sample);
  }
  runByteHead(net, note);
}

void holdBytes(const ByteNetwork& net, ByteNote& note, const float* frame, std::uint64_t sample) {
  for (int i = 0; i < net.layerCount; ++i) {
    const ByteLayer& layer = net.layers[i];
    plainProduct(layer.condition, frame, layer.bias, note.rings[i].condition);
    const int done = static_cast<int>(sample & static_cast<std::uint64_t>(layer.block - 1));
    if (i == 0 || done == 0) continue;
    if (layer.planes == 2)
      computeBytePast<2>(layer, note.rings[i], net.width, done);
    else
      computeBytePast<1>(layer, note.rings[i], net.width, done);
  }
  plainProduct(net.headCondition, frame, net.headBias, note.headCondition);
}

}  // namespace
}  // namespace timbre::sampler
