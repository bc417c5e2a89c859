/// Rounds a decoder's weights to bytes and lays them out for the integer kernels.
#include <algorithm>
#include <cmath>
#include <span>

#include "sampler/WeightLayout.h"

namespace timbre::sampler {
namespace {

/// The first layers hear the note itself with its noise: rounding them alone to one byte costs 8e-4
/// of 1.1e-3 nats (measured on a trained decoder), so they have two always.
constexpr std::size_t kFineLayers = 2;

/// Which bits of its activations a product takes.
enum class Bits { Byte, Fine, HighOfFine };

/// How activations become integers: steps in one unit, which step means zero, and the largest
/// distance from there.
struct Coding {
  float steps;
  int zero;
  int most;
  Bits bits = Bits::Fine;
};

/// Where there are two bytes, some of their many steps are for what is louder than all that was
/// heard.
constexpr float kHeadroom = 2;

/// Where nothing was ever heard the steps still must be finite.
float known(float peak) {
  return std::max(peak, 1e-4f);
}

/// For the head.
Coding positiveUpTo(float reach) {
  return {65535.0f / reach, 0, 65535};
}
constexpr Coding kGate{kGateSteps, 32768, 32768};
/// The steps are folded into the columns of its weights.
constexpr Coding streamIn(int planes) {
  return planes == 1 ? Coding{1, 128, 128, Bits::Byte} : Coding{1, 32768, 32768};
}
/// The high byte alone.
Coding highOf(Coding two) {
  return {two.steps / 256, two.zero / 256, two.most / 256, Bits::HighOfFine};
}

/// The step of a row of weights: the largest becomes 127, or less where the row times such inputs
/// could leave 32 bits (rounding may add half a step for every column).
template <class Weight>
float stepOf(int columns, Coding inputs, Weight weight) {
  float largest = 0;
  double sum = 0;
  for (int k = 0; k < columns; ++k) {
    largest = std::max(largest, std::abs(weight(k)));
    sum += std::abs(double(weight(k)));
  }
  const double most = 2147483647.0 / inputs.most - 0.5 * columns - 1;
  const float step = std::max(largest / 127.0f, static_cast<float>(sum / most));
  return step > 0 ? step : 1.0f;
}

/// What is left of a 1x1 map when its weights have been rounded for such inputs.
Affine restOf(const Affine& a, Coding inputs) {
  Affine rest = a;
  for (int out = 0; out < a.out; ++out) {
    const float step = stepOf(a.in, inputs, [&](int in) { return at(a, 0, in, out); });
    for (int in = 0; in < a.in; ++in) {
      float& w = rest.weight[static_cast<std::size_t>(in) * a.out + out];
      w -= step * std::rint(w / step);
    }
  }
  return rest;
}

int takenBy(Bits bits, const ByteStorage& storage) {
  if (bits == Bits::Byte) return storage.byteTaken;
  return bits == Bits::Fine ? storage.fineTaken : storage.highTaken;
}

/// Every row has a scale of its own.
template <class Weight>
Int8Matrix packedBytes(PackedDecoder& decoder, int rows, int columns, Coding inputs,
                       Weight weight) {
  const ByteStorage& storage = decoder.kernels->storage;
  const int group = inputs.bits == Bits::Byte ? 4 : storage.fineColumns;
  const int zero = inputs.zero - takenBy(inputs.bits, storage);
  auto* data = decoder.memory.take<std::int8_t>(static_cast<std::size_t>(rows) * columns);
  auto* scale = decoder.memory.take<float>(rows);
  auto* offset = decoder.memory.take<std::int32_t>(rows);
  for (int row = 0; row < rows; ++row) {
    const bool wide = row < rows / kWidePanel * kWidePanel;
    const int panel = wide ? kWidePanel : kNarrowPanel;
    const int begin = wide ? row / kWidePanel * kWidePanel : row / kNarrowPanel * kNarrowPanel;
    std::int8_t* panelData = data + static_cast<std::size_t>(begin) * columns;
    const float step = stepOf(columns, inputs, [&](int k) { return weight(row, k); });
    int sum = 0;
    for (int k = 0; k < columns; ++k) {
      const int rounded = std::clamp(static_cast<int>(std::rint(weight(row, k) / step)), -127, 127);
      panelData[(static_cast<std::size_t>(k / group) * panel + (row - begin)) * group + k % group] =
          static_cast<std::int8_t>(rounded);
      sum += rounded;
    }
    scale[row] = step / inputs.steps;
    offset[row] = -zero * sum;
  }
  return {rows, columns, data, scale, offset};
}

class Int8Packer {
 public:
  Int8Packer(const DecoderWeights& weights, const Calibration& calibration, int planes,
             PackedDecoder& decoder)
      : w_(weights),
        reach_(reachOf(calibration, weights.shape, planes)),
        planes_(planes),
        d_(decoder) {}

  void packAll() {
    Int8Network& net = d_.bytes.emplace();
    net.width = d_.width;
    net.skip = d_.skip;
    net.start = d_.start;
    net.startBias = d_.startBias;
    packFirst(net.first);
    d_.byteLayers.resize(d_.layers.size());
    packLayers();
    net.layers = d_.byteLayers.data();
    net.layerCount = static_cast<int>(d_.byteLayers.size());
    packHead(net);
  }

 private:
  Int8Matrix plain(const Affine& a, int rows, int columns, Coding inputs) {
    return packedBytes(d_, rows, columns, inputs, [&](int row, int in) {
      return row < a.out && in < a.in ? at(a, 0, in, row) : 0.0f;
    });
  }
  void packFirst(FirstLayer& first);
  void packLayers();
  void describeLayer(std::size_t i);
  void packStreamSteps(std::size_t i);
  Int8Matrix packTaps(std::size_t i, int first, int count);
  void packHead(Int8Network& net);

  const DecoderWeights& w_;
  const Reach reach_;
  int planes_;
  PackedDecoder& d_;
};

/// The gate's tap for the input `tap` samples after its oldest, through startconv's tap for what
/// that input was made of.
void Int8Packer::packFirst(FirstLayer& first) {
  const int rows = 2 * d_.width;
  const auto through = [&](int row, int tap, auto value) {
    const int out = gateRow(row, w_.shape.width);
    double sum = 0;
    for (int in = 0; out >= 0 && in < w_.shape.width; ++in)
      sum += double(at(w_.dilatedconv[0], tap, in, out)) * double(value(in));
    return sum;
  };
  first.gate = packedFloats(d_.memory, rows, 5, [&](int row, int column) {
    double sum = 0;
    for (int tap = std::max(0, column - 2); tap <= std::min(2, column); ++tap)
      sum += through(row, tap, [&](int in) { return at(w_.startconv, column - tap, 0, in); });
    return static_cast<float>(sum);
  });
  for (int heard = 1; heard <= 3; ++heard) {
    first.bias[heard - 1] = packedVector(d_.memory, rows, [&](int row) {
      double sum = 0;
      for (int tap = 3 - heard; tap < 3; ++tap)
        sum += through(row, tap, [&](int in) { return w_.startconv.bias[in]; });
      return static_cast<float>(sum);
    });
  }
}

/// What every sample reads lies in the order in which it is read, apart from the past taps, which
/// are fetched once for a block: where the second cache is smaller than the network the processor
/// sees one long stream coming.
void Int8Packer::packLayers() {
  const std::size_t count = d_.layers.size();
  for (std::size_t i = 0; i < count; ++i) describeLayer(i);
  const auto packSkip = [&](std::size_t i) {
    d_.byteLayers[i].skip = plain(w_.skipLayers[i], d_.skip, d_.width, kGate);
  };
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) d_.byteLayers[i].now = packTaps(i, 2, 1);
    if (i > 0) packSkip(i - 1);
    if (i + 1 < count) d_.byteLayers[i].residual = plain(w_.res[i], d_.width, d_.width, kGate);
  }
  packSkip(count - 1);
  for (std::size_t i = 1; i < count; ++i) d_.byteLayers[i].past = packTaps(i, 0, 2);
}

void Int8Packer::describeLayer(std::size_t i) {
  const PackedLayer& from = d_.layers[i];
  Int8Layer& layer = d_.byteLayers[i];
  layer.planes = i < kFineLayers ? 2 : planes_;
  layer.dilation = from.dilation;
  layer.block = from.block;
  layer.condition = from.condition;
  layer.bias = from.bias;
  layer.residualBias = from.outBias;
  packStreamSteps(i);
}

void Int8Packer::packStreamSteps(std::size_t i) {
  Int8Layer& layer = d_.byteLayers[i];
  const auto width = static_cast<std::size_t>(w_.shape.width);
  const auto reach = std::span(reach_.stream).subspan(i * width, width);
  const float most = layer.planes == 2 ? 32767.0f : 127.0f;
  layer.streamSteps = packedVector(
      d_.memory, d_.width, [&](std::size_t row) { return most / reach[std::min(row, width - 1)]; });
}

/// So many taps from the `first` on, beside each other.
Int8Matrix Int8Packer::packTaps(std::size_t i, int first, int count) {
  const int width = w_.shape.width;
  const Int8Layer& layer = d_.byteLayers[i];
  return packedBytes(
      d_, 2 * d_.width, count * d_.width, streamIn(layer.planes), [&](int row, int column) {
        const int out = gateRow(row, width), in = column % d_.width;
        if (out < 0 || in >= width) return 0.0f;
        return at(w_.dilatedconv[i], first + column / d_.width, in, out) / layer.streamSteps[in];
      });
}

void Int8Packer::packHead(Int8Network& net) {
  const Coding skip = positiveUpTo(reach_.skip);
  const Coding hidden = positiveUpTo(reach_.hidden);
  net.skipSteps = skip.steps;
  net.hiddenSteps = hidden.steps;
  net.head = plain(w_.out1, d_.skip, d_.skip, skip);
  net.headRest = plain(restOf(w_.out1, skip), d_.skip, d_.skip, highOf(skip));
  net.headCondition = d_.headCondition;
  net.headBias = d_.headBias;
  net.logits = plain(w_.logits, 256, d_.skip, hidden);
  net.logitsRest = plain(restOf(w_.logits, hidden), 256, d_.skip, highOf(hidden));
  net.logitsBias = d_.logitsBias;
}

}  // namespace

/// One byte is few steps, and the channels' ranges differ: one scale for all makes twice the error.
/// With two bytes only the weights' rounding is left, for which the steps lie halfway between those
/// of the channel and those of the loudest one (on trained decoders 2.2e-4 nats, with one scale for
/// all up to 4.3e-4). Of a channel that is nearly silent nobody knows how loud it gets.
Reach reachOf(const Calibration& calibration, const DecoderShape& shape, int planes) {
  const auto width = static_cast<std::size_t>(shape.width);
  Reach reach{.stream = calibration.stream,
              .skip = kHeadroom * known(calibration.skip),
              .hidden = kHeadroom * known(calibration.hidden)};
  for (std::size_t i = 0; i < static_cast<std::size_t>(shape.layers); ++i) {
    const auto channels = std::span(reach.stream).subspan(i * width, width);
    const float loudest = known(*std::max_element(channels.begin(), channels.end()));
    for (float& peak : channels) {
      peak = std::max(peak, loudest / 32);
      if (i < kFineLayers || planes == 2) peak = kHeadroom * std::sqrt(peak * loudest);
    }
  }
  return reach;
}

void quantizeWeights(const DecoderWeights& weights, const Calibration& calibration, int planes,
                     PackedDecoder& decoder) {
  Int8Packer(weights, calibration, planes, decoder).packAll();
}

}  // namespace timbre::sampler
