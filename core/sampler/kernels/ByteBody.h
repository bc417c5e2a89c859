/// The integer engine's sample, from inputs to logits. Its floating glue is rounded after every
/// step in one order, so that every processor draws the same samples. Included once by each kernel
/// file.
#pragma once

#include "sampler/kernels/ByteProduct.h"

namespace timbre::sampler {
namespace {

/// The gate's input of a layer: what its past taps gave beforehand, and its newest input.
template <int Planes, int Width>
TIMBRE_INLINE void sumGate(const ByteNetwork& net, ByteNote& note, int i, std::uint64_t sample) {
  const ByteLayer& layer = net.layers[i];
  ByteRing& r = note.rings[i];
  const int width = Width ? Width : net.width;
  std::uint8_t* input = r.ring + static_cast<long>(r.position) * Planes * width;
  for (int c = 0; c < width; c += kLanes)
    quantise<Planes, true>(load(note.sums + c), layer.streamSteps, input + c, width);
  const int done = static_cast<int>(sample & static_cast<std::uint64_t>(layer.block - 1));
  if (done == 0) computeBytePast<Planes>(layer, r, width, 0);
  const float* past = r.past + static_cast<long>(done) * 2 * width;
  float* gate = note.gate;
  byteProduct<Planes, Width>(
      layer.now, 2 * width, input, [=](int row, Floats v) __attribute__((always_inline)) {
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

template <int Planes, int Width>
TIMBRE_INLINE void addSkip(const ByteMatrix& m, const std::uint8_t* z, float* sum) {
  byteProduct<Planes, Width>(
      m, m.rows, z, [=](int row, Floats v) __attribute__((always_inline)) {
        store(sum + row, load(sum + row) + v);
      });
}

/// From the gate's input to the next layer's stream. The skip of the layer before is added here:
/// nothing on the way to the next sample waits for it, so that it fills the time the gate takes.
template <int Planes, int Width>
TIMBRE_INLINE void finishLayer(const ByteNetwork& net, ByteNote& note, int i) {
  const ByteLayer& layer = net.layers[i];
  const int width = Width ? Width : net.width;
  const float* gate = note.gate;
  std::uint8_t* z = note.gated[i & 1];
  for (int c = 0; c < width; c += kLanes) {
    const Floats value = gated(load(gate + c), load(gate + width + c));
    quantise<Planes, true>(value, layer.gateSteps, z + c, width);
  }
  if (i > 0) {
    const ByteLayer& before = net.layers[i - 1];
    if (before.planes == 2)
      addSkip<2, Width>(before.skip, note.gated[~i & 1], note.sums + width);
    else
      addSkip<1, Width>(before.skip, note.gated[~i & 1], note.sums + width);
  }
  if (i + 1 == net.layerCount) return addSkip<Planes, Width>(layer.skip, z, note.sums + width);
  float* stream = note.sums;
  const float* bias = layer.residualBias;
  byteProduct<Planes, Width>(
      layer.residual, width, z, [=](int row, Floats v) __attribute__((always_inline)) {
        store(stream + row, load(stream + row) + load(bias + row) + v);
      });
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
  byteProduct<2, 0>(
      net.head, skip, note.rectified, [=](int row, Floats v) __attribute__((always_inline)) {
        quantise<2, false>(larger(load(condition + row) + v, zero), steps, hidden + row, skip);
      });
  float* logits = note.logits;
  const float* bias = net.logitsBias;
  byteProduct<2, 0>(
      net.logits, 256, hidden, [=](int row, Floats v) __attribute__((always_inline)) {
        store(logits + row, load(bias + row) + v);
      });
  byteProduct<2, 0>(
      net.logitsRest, 256, hidden, [=](int row, Floats v) __attribute__((always_inline)) {
        store(logits + row, load(logits + row) + v);
      });
}

template <int Planes, int Width>
void runByteLayer(const ByteNetwork& net, ByteNote& note, int i, const float* inputs,
                  std::uint64_t sample) {
  if (i == 0)
    sumFirstGate(net, note, inputs, sample);
  else
    sumGate<Planes, Width>(net, note, i, sample);
  finishLayer<Planes, Width>(net, note, i);
}

/// Width 0: as the network says. With a known one there are no loops over columns, and no wrong
/// guesses at their ends.
template <int Width>
TIMBRE_INLINE void runByteLayers(const ByteNetwork& net, ByteNote& note, const float* inputs,
                                 std::uint64_t sample) {
  for (int i = 0; i < net.layerCount; ++i) {
    if (net.layers[i].planes == 2)
      runByteLayer<2, Width>(net, note, i, inputs, sample);
    else
      runByteLayer<1, Width>(net, note, i, inputs, sample);
  }
}

void runBytes(const ByteNetwork& net, ByteNote& note, const float* inputs, std::uint64_t sample) {
  plainProduct(net.start, inputs + 2, net.startBias, note.sums);
  if (net.width == 64)
    runByteLayers<64>(net, note, inputs, sample);
  else
    runByteLayers<0>(net, note, inputs, sample);
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
