#include "sampler/PeakThroughput.h"

#include <algorithm>

#include "base/ThreadTime.h"
#include "sampler/Int8State.h"
#include "sampler/RandomWeights.h"
#include "sampler/WeightLayout.h"

namespace timbre::sampler {
namespace {

struct Time {
  double seconds;
  const Progress& progress;
};

template <class Pass>
double quickest(const Time& allowed, Pass pass) {
  pass();
  double best = 1e9, spent = 0;
  while (spent < allowed.seconds && !allowed.progress.cancelled()) {
    const ThreadTime time;
    pass();
    best = std::min(best, time.seconds());
    spent += time.seconds();
  }
  return best;
}

/// Past taps of 64 channels for a block of samples: the sampler's densest product.
double floatProducts(const Kernels& kernels, const Time& allowed) {
  Arena memory(1 << 20);
  constexpr int kSamples = 16;
  const Matrix m = packedFloats(memory, 128, 64, [](int, int) { return 0.5f; });
  const float* x = memory.take<float>(32 * (kSamples + 1));
  const float* start = memory.take<float>(128);
  float* out = memory.take<float>(128 * kSamples);
  const PastBlock block{x, x, start, out, 32, kSamples};
  const double best = quickest(allowed, [&] {
    for (int i = 0; i < 16; ++i) kernels.past(m, block);
  });
  return 16.0 * 128 * 64 * kSamples / best;
}

/// The same in bytes: the layer with dilation 16, whose block is whole. 0 where nothing is packed.
double byteProducts(Precision precision, const Time& allowed) {
  const DecoderShape shape{.width = 64, .skip = 16, .layers = 6, .condition = 1, .hop = 16};
  const Calibration calibration = roughCalibration(shape);
  const auto packed = pack(decoderWithRandomWeights(shape), {precision, &calibration, {}});
  if (!packed) return 0;
  const auto& decoder = *packed;
  const Int8Network& net = *decoder->bytes;
  Int8State memory(net, decoder->kernels->storage, 1, false);
  Int8Notes notes = memory.notes();
  notes.share.layerBegin = 4;
  notes.share.layerEnd = 5;
  const double best = quickest(allowed, [&] {
    for (int i = 0; i < 16; ++i) decoder->kernels->pastBytes(net, notes, 0);
  });
  return 16.0 * 128 * 128 * net.layers[4].block / best;
}

/// A product that fetches each weight once, of a matrix as large as a quarter of a second cache.
double cacheBytes(const Kernels& kernels, const Time& allowed) {
  constexpr int kRows = 512, kColumns = 128;
  Arena memory(1 << 20);
  const Matrix m = packedFloats(memory, kRows, kColumns, [](int, int) { return 0.5f; });
  const float* x = memory.take<float>(kColumns);
  float* y = memory.take<float>(kRows);
  const double best = quickest(allowed, [&] {
    for (int i = 0; i < 16; ++i) kernels.product(m, x, nullptr, y);
  });
  return 16.0 * kRows * kColumns * sizeof(float) / best;
}

}  // namespace

PeakThroughput measurePeakThroughput(double seconds, const Progress& progress) {
  const Time allowed{seconds, progress};
  const auto decoder = pack(decoderWithRandomWeights({.width = 1, .skip = 1, .layers = 1}));
  if (!decoder) return {};
  const Kernels& kernels = *(*decoder)->kernels;
  return {.bytes = byteProducts(Precision::Int8, allowed),
          .fine = byteProducts(Precision::Int8Fine, allowed),
          .floats = floatProducts(kernels, allowed),
          .cache = cacheBytes(kernels, allowed)};
}

}  // namespace timbre::sampler
