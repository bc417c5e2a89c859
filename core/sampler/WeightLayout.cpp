/// Lays a decoder's weights out for the kernels: panels of rows, everything in the order it is
/// read.
#include <algorithm>
#include <cstdlib>
#include <string>

#include "base/CatchExceptions.h"
#include "sampler/WeightLayout.h"

namespace timbre::sampler {
namespace {

/// Past taps of this many samples at once: with 8 the weights are fetched too often, 32 gain
/// nothing more.
constexpr int kBlock = 16;

/// Places the network's rows among the padded ones.
class Packer {
 public:
  Packer(const DecoderWeights& weights, PackedDecoder& decoder) : w_(weights), d_(decoder) {
    d_.shape = w_.shape;
    d_.width = paddedRows(w_.shape.width);
    d_.skip = paddedRows(w_.shape.skip);
  }

  /// What both precisions need.
  void packFrame() {
    packStart();
    d_.layers.resize(w_.shape.layers);
    for (int i = 0; i < w_.shape.layers; ++i) packConditioning(i);
    packBiases();
  }
  /// What only float32 needs.
  void packFloats() {
    for (int i = 0; i < w_.shape.layers; ++i) packLayer(i);
    d_.head = plain(w_.out1, d_.skip);
    d_.logits = plain(w_.logits, 256);
  }

 private:
  template <class Weight>
  Matrix gateMatrix(int columns, Weight weight) {
    return packedFloats(d_.memory, 2 * d_.width, columns, [&](int row, int column) {
      const int out = gateRow(row, w_.shape.width);
      return out < 0 ? 0.0f : weight(out, column);
    });
  }
  Matrix plain(const Affine& a, int rows) {
    return packedFloats(d_.memory, rows, a.in,
                        [&](int row, int in) { return row < a.out ? at(a, 0, in, row) : 0.0f; });
  }

  void packStart();
  void packConditioning(int i);
  void packBiases();
  void packLayer(int i);

  const DecoderWeights& w_;
  PackedDecoder& d_;
};

/// skip_start sees nothing but startconv's result, so both are three columns of one matrix; every
/// skip bias is a constant of the sum and goes in here too.
void Packer::packStart() {
  const Affine& conv = w_.startconv;
  const auto folded = [&](int s, auto value) {
    double sum = 0;
    for (int r = 0; r < w_.shape.width; ++r)
      sum += double(at(w_.skipStart, 0, r, s)) * double(value(r));
    return sum;
  };
  const int rows = d_.width + d_.skip;
  d_.start = packedFloats(d_.memory, rows, 3, [&](int row, int tap) {
    if (row < w_.shape.width) return at(conv, tap, 0, row);
    const int s = row - d_.width;
    if (s < 0 || s >= w_.shape.skip) return 0.0f;
    return static_cast<float>(folded(s, [&](int r) { return at(conv, tap, 0, r); }));
  });
  d_.startBias = packedVector(d_.memory, rows, [&](int row) {
    if (row < w_.shape.width) return conv.bias[row];
    const int s = row - d_.width;
    if (s < 0 || s >= w_.shape.skip) return 0.0f;
    double sum = double(w_.skipStart.bias[s]) + folded(s, [&](int r) { return conv.bias[r]; });
    for (const Affine& layer : w_.skipLayers) sum += double(layer.bias[s]);
    return static_cast<float>(sum);
  });
}

void Packer::packConditioning(int i) {
  const Affine& conv = w_.dilatedconv[i];
  const Affine& condition = w_.condMap[i];
  PackedLayer& layer = d_.layers[i];
  layer.dilation = 1 << (i % w_.shape.stages);
  layer.block = std::min(layer.dilation, kBlock);
  layer.condition =
      gateMatrix(w_.shape.condition, [&](int out, int in) { return at(condition, 0, in, out); });
  layer.bias = packedVector(d_.memory, 2 * d_.width, [&](int row) {
    const int out = gateRow(row, w_.shape.width);
    return out < 0 ? 0.0f : conv.bias[out] + condition.bias[out];
  });
  const bool last = i + 1 == w_.shape.layers;
  const int residualRows = last ? 0 : w_.shape.width;
  layer.outBias = packedVector(d_.memory, d_.width + d_.skip, [&](int row) {
    return row < residualRows ? w_.res[i].bias[row] : 0.0f;
  });
}

void Packer::packLayer(int i) {
  const Affine& conv = w_.dilatedconv[i];
  const int width = w_.shape.width;
  PackedLayer& layer = d_.layers[i];
  layer.past =
      gateMatrix(2 * width, [&](int out, int in) { return at(conv, in / width, in % width, out); });
  layer.now = gateMatrix(width, [&](int out, int in) { return at(conv, 2, in, out); });
  const bool last = i + 1 == w_.shape.layers;
  const int residualRows = last ? 0 : d_.width;
  layer.out = packedFloats(d_.memory, residualRows + d_.skip, width, [&](int row, int in) {
    if (row < residualRows) return row < width ? at(w_.res[i], 0, in, row) : 0.0f;
    const int s = row - residualRows;
    return s < w_.shape.skip ? at(w_.skipLayers[i], 0, in, s) : 0.0f;
  });
}

void Packer::packBiases() {
  d_.headCondition = plain(w_.condMapOut1, d_.skip);
  d_.headBias = packedVector(d_.memory, d_.skip, [&](int row) {
    return row < w_.shape.skip ? w_.out1.bias[row] + w_.condMapOut1.bias[row] : 0.0f;
  });
  d_.logitsBias = packedVector(d_.memory, 256, [&](int row) { return w_.logits.bias[row]; });
}

/// Of everything packed, generously.
std::size_t bytesOf(const DecoderShape& s) {
  const std::size_t width = paddedRows(s.width);
  const std::size_t skip = paddedRows(s.skip);
  const std::size_t condition = s.condition + 1;  // and the bias
  const std::size_t layer =
      width * (6 * width + width + skip) + 2 * width * condition + width + skip;
  const std::size_t rest = 4 * (width + skip) + skip * (skip + condition + 256) + 256;
  return sizeof(float) * (s.layers * (layer + 64) + rest + 256);
}

Result<const Kernels*> kernelsFor(std::string_view target) {
  std::string known;
  for (const Kernels* one : kernelsHere()) {
    if (target.empty() || target == one->name) return one;
    known += (known.empty() ? "" : ", ") + std::string(one->name);
  }
  return fail(ErrorCode::Unsupported,
              "This machine cannot play \"" + std::string(target) + "\", only " + known);
}

std::string_view wantedTarget(const PackOptions& options) {
  const char* variable = options.target.empty() ? std::getenv(kTargetVariable) : nullptr;
  return variable ? std::string_view(variable) : options.target;
}

const char* nameOf(Precision precision) {
  if (precision == Precision::Float32) return "float32";
  return precision == Precision::Int8 ? "int8" : "int8-fine";
}

std::shared_ptr<const PackedDecoder> packFor(const DecoderWeights& weights,
                                             const PackOptions& options, const Kernels* kernels) {
  auto decoder = std::make_shared<PackedDecoder>(bytesOf(weights.shape));
  decoder->kernels = kernels;
  decoder->precision = nameOf(options.precision);
  Packer packer(weights, *decoder);
  packer.packFrame();
  if (options.precision == Precision::Float32)
    packer.packFloats();
  else
    quantizeWeights(weights, *options.calibration, options.precision == Precision::Int8 ? 1 : 2,
                    *decoder);
  return decoder;
}

}  // namespace

Result<std::shared_ptr<const PackedDecoder>> pack(const DecoderWeights& weights,
                                                  const PackOptions& options) {
  if (auto checked = check(weights); !checked) return tl::unexpected(std::move(checked.error()));
  const auto kernels = kernelsFor(wantedTarget(options));
  if (!kernels) return tl::unexpected(kernels.error());
  if (options.precision != Precision::Float32) {
    if (!options.calibration)
      return fail(ErrorCode::BadFormat,
                  "The decoder is not calibrated, so it cannot be played in int8; calibrate it or "
                  "play it in float32");
    if (auto checked = check(*options.calibration, weights.shape); !checked)
      return tl::unexpected(std::move(checked.error()));
  }
  constexpr ExceptionText kText{
      "There is not enough memory for the decoder's weights; close other programs or use a smaller "
      "model",
      "The decoder's weights could not be prepared"};
  return catchExceptions(kText, [&]() -> Result<std::shared_ptr<const PackedDecoder>> {
    return packFor(weights, options, *kernels);
  });
}

std::vector<std::string> targetsHere() {
  std::vector<std::string> names;
  for (const Kernels* one : kernelsHere()) names.emplace_back(one->name);
  return names;
}

Result<void> checkTarget(std::string_view target) {
  if (target.empty()) return fail(ErrorCode::Unsupported, "No kind of processor is named");
  const auto kernels = kernelsFor(target);
  if (!kernels) return tl::unexpected(kernels.error());
  return {};
}

std::string describe(const PackedDecoder& decoder) {
  return decoder.precision + ", " + decoder.kernels->name;
}

}  // namespace timbre::sampler
