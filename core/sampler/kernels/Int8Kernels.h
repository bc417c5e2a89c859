/// The integer engine's sample, from inputs to logits. Its floating glue is rounded after every
/// step in one order, so that every processor draws the same samples. Included once by each kernel
/// file.
#pragma once

#include "sampler/kernels/Int8Dot.h"
#include "sampler/kernels/Int8Past.h"
#include "sampler/kernels/Int8Plan.h"

namespace timbre::sampler {
namespace {

/// The gate's input of a layer: what its past taps gave beforehand, and its newest input.
template <class P, int Planes>
TIMBRE_INLINE void sumGate(const Int8Network& net, Int8Notes& notes, int i, std::uint64_t sample) {
  const Int8Layer& layer = net.layers[i];
  Int8Ring& r = notes.rings[i];
  const int width = P::width(net);
  const int count = P::notes(notes);
  const long sums = width + net.skip;
  const Int8Rows channels = P::channels(net, notes);
  std::uint8_t* input = r.ring + static_cast<long>(r.position) * count * Planes * width;
  for (int n = 0; n < count; ++n)
    for (int c = channels.begin; c < channels.end; c += kLanes)
      quantise<Planes, true>(load(notes.sums + n * sums + c), load(layer.streamSteps + c),
                             input + n * Planes * width, c, width);
  const int done = doneOfBlock(layer, r, sample);
  if (done == 0 && !notes.share.ahead) computeBytePast<Planes>(net, notes, i, 0);
  meetIfShared<P>(notes);
  const float* past = r.past + static_cast<long>(done) * count * 2 * width;
  float* gate = notes.gate;
  forGateRows<P>(
      net, notes, [&](Int8Rows rows) __attribute__((always_inline)) {
        byteProduct<Planes, P::kWidth, P::kNotes>(
            layer.now, rows, input,
            count, [=](int row, int n, Floats v) __attribute__((always_inline)) {
              const int at = n * 2 * width + row;
              store(gate + at, load(past + at) + v);
            });
      });
  if (++r.position == r.length) r.position = 0;
}

template <class P>
TIMBRE_INLINE void sumFirstGate(const Int8Network& net, Int8Notes& notes, const float* inputs,
                                std::uint64_t sample) {
  const float* bias = net.first.bias[sample < 2 ? sample : 2];
  const int width = P::width(net);
  for (int n = 0; n < P::notes(notes); ++n) {
    const float* condition = notes.rings[0].condition + n * 2 * width;
    float* gate = notes.gate + n * 2 * width;
    forGateRows<P>(
        net, notes, [&](Int8Rows rows) __attribute__((always_inline)) {
          for (int c = rows.begin; c < rows.end; c += kLanes)
            store(gate + c, load(condition + c) + load(bias + c));
          plainProduct(net.first.gate, rows, inputs + 5 * n, gate, gate);
        });
  }
}

template <class P>
TIMBRE_INLINE void addSkip(const Int8Network& net, Int8Notes& notes, int i) {
  float* sum = notes.sums + P::width(net);
  const long stride = P::width(net) + net.skip;
  byteProduct<2, P::kWidth, P::kNotes>(
      net.layers[i].skip, P::skip(net, notes), notes.gated[i & 1],
      P::notes(notes), [=](int row, int n, Floats v) __attribute__((always_inline)) {
        store(sum + n * stride + row, load(sum + n * stride + row) + v);
      });
}

/// From the gate's input to the next layer's stream. The skip of the layer before is added here:
/// nothing on the way to the next sample waits for it, so that it fills the time the gate takes.
template <class P>
TIMBRE_INLINE void finishLayer(const Int8Network& net, Int8Notes& notes, int i) {
  const Int8Layer& layer = net.layers[i];
  const int width = P::width(net);
  const int count = P::notes(notes);
  const Int8Rows channels = P::channels(net, notes);
  std::uint8_t* z = notes.gated[i & 1];
  for (int n = 0; n < count; ++n) {
    const float* gate = notes.gate + n * 2 * width;
    for (int c = channels.begin; c < channels.end; c += kLanes) {
      const Floats value = gated(load(gate + c), load(gate + width + c));
      quantise<2, true>(value, all(kGateSteps), z + n * 2 * width, c, width);
    }
  }
  if (i > 0) addSkip<P>(net, notes, i - 1);
  meetIfShared<P>(notes);
  if (i + 1 == net.layerCount) return addSkip<P>(net, notes, i);
  float* stream = notes.sums;
  const long stride = width + net.skip;
  const float* bias = layer.residualBias;
  byteProduct<2, P::kWidth, P::kNotes>(
      layer.residual, channels, z,
      count, [=](int row, int n, Floats v) __attribute__((always_inline)) {
        float* at = stream + n * stride + row;
        store(at, load(at) + load(bias + row) + v);
      });
}

/// Here an error goes straight into the probabilities: two bytes for every activation, and for
/// every weight too. The second byte of a weight is what the first left over, at most half of its
/// step, so that it is enough to multiply it with the high byte of the activation.
struct FinestProduct {
  const Int8Matrix& m;
  const Int8Matrix& rest;
  Int8Rows rows;
  const std::uint8_t* x;  ///< [notes][2][columns]
  const float* start;     ///< [notes][startStride]
  long startStride;
  float* sums;  ///< [notes][stride], for its own use
  long stride;
};
template <class P, class Finish>
TIMBRE_INLINE void multiply(const FinestProduct& f, const Int8Notes& notes, Finish finish) {
  float* sums = f.sums;
  const float* start = f.start;
  const long stride = f.stride, startStride = f.startStride;
  byteProduct<2, 0, P::kNotes>(
      f.m, f.rows, f.x,
      P::notes(notes), [=](int row, int n, Floats v) __attribute__((always_inline)) {
        store(sums + n * stride + row, load(start + n * startStride + row) + v);
      });
  byteProduct<1, 0, P::kNotes, 2>(
      f.rest, f.rows, f.x,
      P::notes(notes), [=](int row, int n, Floats v) __attribute__((always_inline)) {
        finish(row, n, load(sums + n * stride + row) + v);
      });
}

/// From the skip sums, which it overwrites.
template <class P>
void runByteHead(const Int8Network& net, Int8Notes& notes) {
  const Floats zero{};
  const int skip = net.skip;
  const long stride = static_cast<long>(net.width + skip);
  float* sums = notes.sums + net.width;
  const Int8Rows rows = P::skip(net, notes);
  for (int n = 0; n < P::notes(notes); ++n)
    for (int c = rows.begin; c < rows.end; c += kLanes)
      quantise<2, false>(larger(load(sums + n * stride + c), zero), all(net.skipSteps),
                         notes.rectified + n * 2 * skip, c, skip);
  meetIfShared<P>(notes);
  std::uint8_t* hidden = notes.hidden;
  const Floats steps = all(net.hiddenSteps);
  multiply<P>(
      {net.head, net.headRest, rows, notes.rectified, notes.headCondition, skip, sums, stride},
      notes, [=](int row, int n, Floats v) __attribute__((always_inline)) {
        quantise<2, false>(larger(v, zero), steps, hidden + n * 2 * skip, row, skip);
      });
  meetIfShared<P>(notes);
  float* logits = notes.logits;
  multiply<P>(
      {net.logits, net.logitsRest, P::classes(notes), hidden, net.logitsBias, 0, logits, 256},
      notes, [=](int row, int n, Floats v) __attribute__((always_inline)) {
        store(logits + n * 256 + row, v);
      });
  meetIfShared<P>(notes);
}

template <class P, int Planes>
void runByteLayer(const Int8Network& net, Int8Notes& notes, int i, const float* inputs,
                  std::uint64_t sample) {
  if (i == 0)
    sumFirstGate<P>(net, notes, inputs, sample);
  else
    sumGate<P, Planes>(net, notes, i, sample);
  finishLayer<P>(net, notes, i);
}

template <class P>
TIMBRE_INLINE void startBytes(const Int8Network& net, Int8Notes& notes, const float* inputs) {
  const int width = P::width(net);
  const Int8Rows skip = P::skip(net, notes);
  for (int n = 0; n < P::notes(notes); ++n) {
    float* sums = notes.sums + n * static_cast<long>(width + net.skip);
    if constexpr (P::kShared) {
      plainProduct(net.start, notes.share.channels, inputs + 5 * n + 2, net.startBias, sums);
      plainProduct(net.start, {width + skip.begin, width + skip.end}, inputs + 5 * n + 2,
                   net.startBias, sums);
    } else {
      plainProduct(net.start, {0, net.start.rows}, inputs + 5 * n + 2, net.startBias, sums);
    }
  }
}

template <class P>
TIMBRE_INLINE void runPlan(const Int8Network& net, Int8Notes& notes, const float* inputs,
                           std::uint64_t sample) {
  if (notes.share.layerBegin == 0) startBytes<P>(net, notes, inputs);
  for (int i = notes.share.layerBegin; i < notes.share.layerEnd; ++i) {
    if (net.layers[i].planes == 2)
      runByteLayer<P, 2>(net, notes, i, inputs, sample);
    else
      runByteLayer<P, 1>(net, notes, i, inputs, sample);
  }
  if (notes.share.layerEnd == net.layerCount) runByteHead<P>(net, notes);
}

void runBytes(const Int8Network& net, Int8Notes& notes, const float* inputs, std::uint64_t sample) {
  const bool one = notes.notes == 1;
  if (notes.share.meeting)
    runPlan<Plan<0, 0, true>>(net, notes, inputs, sample);
  else if (net.width == 64)
    one ? runPlan<Plan<64, 1, false>>(net, notes, inputs, sample)
        : runPlan<Plan<64, 0, false>>(net, notes, inputs, sample);
  else
    one ? runPlan<Plan<0, 1, false>>(net, notes, inputs, sample)
        : runPlan<Plan<0, 0, false>>(net, notes, inputs, sample);
}

void holdBytes(const Int8Network& net, Int8Notes& notes, int note, const float* frame) {
  for (int i = 0; i < net.layerCount; ++i) {
    const Int8Layer& layer = net.layers[i];
    plainProduct(layer.condition, {0, layer.condition.rows}, frame, layer.bias,
                 notes.rings[i].condition + note * 2 * net.width);
  }
  plainProduct(net.headCondition, {0, net.skip}, frame, net.headBias,
               notes.headCondition + note * net.skip);
}

/// One core for all: the others have nothing to do meanwhile.
void freshenBytes(const Int8Network& net, Int8Notes& notes, std::uint64_t sample) {
  Int8Notes whole = notes;
  whole.share.meeting = nullptr;
  for (int i = 1; i < net.layerCount; ++i) {
    const int done = doneOfBlock(net.layers[i], notes.rings[i], sample);
    if (done > 0 || notes.share.ahead) computeBytePast(net, whole, i, done);
  }
}

void pastBytes(const Int8Network& net, Int8Notes& notes, std::uint64_t sample) {
  for (int i = notes.share.layerBegin; i < notes.share.layerEnd; ++i)
    if (i > 0 && doneOfBlock(net.layers[i], notes.rings[i], sample) == 0)
      computeBytePast(net, notes, i, 0);
}

constexpr ByteStorage kByteStorage{.byteZero = kByteZero,
                                   .fineZero = kWords ? 0 : 128,
                                   .byteTaken = kByteTaken,
                                   .fineTaken = kWords ? 32768 : 257 * kByteTaken,
                                   .highTaken = kWords ? 128 : kByteTaken,
                                   .fineColumns = kWords ? 2 : 4,
                                   .dotProduct = kOneInstruction};

}  // namespace
}  // namespace timbre::sampler
