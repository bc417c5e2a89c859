#include "sampler/Sampler.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "sampler/FlushDenormals.h"
#include "sampler/MuLaw.h"
#include "sampler/Packed.h"

namespace timbre::sampler {
namespace {

constexpr std::uint64_t mixed(std::uint64_t x) {  // the finisher of SplitMix64
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
  return x ^ (x >> 31);
}

/// In (0, 1), from (seed, sample) alone: a note resumed or sliced anywhere draws the same numbers.
/// Never 0, which would pick a class that cannot occur.
double uniformAt(std::uint64_t seed, std::uint64_t sample) {
  const std::uint64_t bits =
      mixed(mixed(seed + 0x9e3779b97f4a7c15u) + (sample + 1) * 0x9e3779b97f4a7c15u);
  return (static_cast<double>(bits >> 12) + 0.5) * 0x1p-52;
}

const std::array<float, 256>& samplesOfClasses() {
  static const std::array<float, 256> table = [] {
    std::array<float, 256> samples{};
    for (int c = 0; c < 256; ++c) samples[c] = muLawSample(c);
    return samples;
  }();
  return table;
}

/// What one layer remembers: its own inputs in a ring, and what their older taps add to the samples
/// of this block.
struct LayerMemory {
  float* ring = nullptr;  ///< [length][width]
  int length = 0;         ///< two dilations and a block, so that no block of old inputs wraps round
  int position = 0;       ///< of the sample to come
  float* past =
      nullptr;  ///< [block][2 width]; a row becomes the gate's input when its sample comes
  float* condition = nullptr;
};

}  // namespace

struct Sampler::State {
  State(std::shared_ptr<const PackedDecoder> packed, const SamplerOptions& wanted);

  void hold(std::span<const float> wanted);
  void computePast(const PackedLayer& layer, LayerMemory& memory, int done) const;
  void runLayer(int i);
  const float* nextLogits();
  void append(int c);
  int draw(const float* logits) const;

  std::shared_ptr<const PackedDecoder> decoder;
  SamplerOptions options;
  Arena memory;
  std::vector<LayerMemory> layers;
  std::uint64_t sample = 0;
  bool framed = false;
  float* frame = nullptr;          ///< [condition]: what the conditioning below was made from
  float* headCondition = nullptr;  ///< [skip]
  float* inputs = nullptr;         ///< [3]: the last classes, scaled, oldest first
  float* sums = nullptr;           ///< [width + skip]: the residual stream, then the skip sum
  float* gated = nullptr;          ///< [width]
  float* hidden = nullptr;         ///< [skip]
  float* logits = nullptr;         ///< [256]
};

namespace {

/// Of all a sampler remembers, generously.
std::size_t bytesOf(const PackedDecoder& decoder) {
  const std::size_t width = decoder.width;
  std::size_t numbers = decoder.shape.condition + 4 * (width + decoder.skip) + 512;
  for (const PackedLayer& layer : decoder.layers)
    numbers += width * (2 * layer.dilation + 3 * layer.block + 2) + 48;
  return numbers * sizeof(float);
}

}  // namespace

Sampler::State::State(std::shared_ptr<const PackedDecoder> packed, const SamplerOptions& wanted)
    : decoder(std::move(packed)),
      options(wanted),
      memory(bytesOf(*decoder)),
      layers(decoder->layers.size()) {
  const std::size_t width = decoder->width;
  const std::size_t skip = decoder->skip;
  for (std::size_t i = 0; i < layers.size(); ++i) {
    const PackedLayer& layer = decoder->layers[i];
    layers[i].length = 2 * layer.dilation + layer.block;
    layers[i].ring = memory.take<float>(layers[i].length * width);
    layers[i].past = memory.take<float>(layer.block * 2 * width);
    layers[i].condition = memory.take<float>(2 * width);
  }
  frame = memory.take<float>(decoder->shape.condition);
  headCondition = memory.take<float>(skip);
  inputs = memory.take<float>(3);
  sums = memory.take<float>(width + skip);
  gated = memory.take<float>(width);
  hidden = memory.take<float>(skip);
  logits = memory.take<float>(256);
  samplesOfClasses();  // made here, so that rendering never waits for it
}

/// Projects a frame once for all samples it serves. In the middle of a block of past taps, the rest
/// of the block is made again with the new frame.
void Sampler::State::hold(std::span<const float> wanted) {
  if (framed && std::equal(wanted.begin(), wanted.end(), frame)) return;
  std::copy_n(wanted.begin(), decoder->shape.condition, frame);
  framed = true;
  const auto product = decoder->kernels->product;
  for (std::size_t i = 0; i < layers.size(); ++i) {
    const PackedLayer& layer = decoder->layers[i];
    std::copy_n(layer.bias, 2 * decoder->width, layers[i].condition);
    product(layer.condition, frame, nullptr, layers[i].condition);
    const int done = static_cast<int>(sample & static_cast<std::uint64_t>(layer.block - 1));
    if (done > 0) computePast(layer, layers[i], done);
  }
  std::copy_n(decoder->headBias, decoder->skip, headCondition);
  product(decoder->headCondition, frame, nullptr, headCondition);
}

/// `done`: samples of this block that are behind us.
void Sampler::State::computePast(const PackedLayer& layer, LayerMemory& m, int done) const {
  const int begin = m.position - done;
  const auto row = [&](int at) {
    return m.ring + static_cast<std::size_t>(at < 0 ? at + m.length : at) * decoder->width;
  };
  decoder->kernels->past(layer.past, {.oldest = row(begin - 2 * layer.dilation),
                                      .older = row(begin - layer.dilation),
                                      .start = m.condition,
                                      .out = m.past,
                                      .stride = decoder->width,
                                      .samples = layer.block});
}

void Sampler::State::runLayer(int i) {
  const PackedLayer& layer = decoder->layers[i];
  LayerMemory& m = layers[i];
  const Kernels& k = *decoder->kernels;
  const int width = decoder->width;
  const int done = static_cast<int>(sample & static_cast<std::uint64_t>(layer.block - 1));
  if (done == 0) computePast(layer, m, 0);
  float* input = m.ring + static_cast<std::size_t>(m.position) * width;
  std::copy_n(sums, width, input);
  float* gate = m.past + static_cast<std::size_t>(done) * 2 * width;
  k.product(layer.now, input, nullptr, gate);
  k.gate(gate, gate + width, gated, width);
  const bool last = layer.out.rows == decoder->skip;  // its residual would feed nothing
  k.product(layer.out, gated, layer.outBias, last ? sums + width : sums);
  if (++m.position == m.length) m.position = 0;
}

const float* Sampler::State::nextLogits() {
  const Kernels& k = *decoder->kernels;
  const int width = decoder->width;
  const int skip = decoder->skip;
  std::copy_n(decoder->startBias, width + skip, sums);
  k.product(decoder->start, inputs, nullptr, sums);
  for (std::size_t i = 0; i < layers.size(); ++i) runLayer(static_cast<int>(i));
  float* skipSum = sums + width;
  std::transform(skipSum, skipSum + skip, skipSum, [](float x) { return std::max(x, 0.0f); });
  std::copy_n(headCondition, skip, hidden);
  k.product(decoder->head, skipSum, nullptr, hidden);
  std::transform(hidden, hidden + skip, hidden, [](float x) { return std::max(x, 0.0f); });
  std::copy_n(decoder->logitsBias, 256, logits);
  k.product(decoder->logits, hidden, nullptr, logits);
  return logits;
}

void Sampler::State::append(int c) {
  inputs[0] = inputs[1];
  inputs[1] = inputs[2];
  inputs[2] = scaledClass(c);
  ++sample;
}

int Sampler::State::draw(const float* values) const {
  const float sharpness = 1.0f / options.temperature;
  if (!(options.temperature > 0) || !std::isfinite(sharpness))
    return static_cast<int>(std::max_element(values, values + 256) - values);
  return decoder->kernels->draw(values, sharpness, uniformAt(options.seed, sample));
}

Sampler::Sampler(std::shared_ptr<const PackedDecoder> decoder, const SamplerOptions& options)
    : state_(std::make_unique<State>(std::move(decoder), options)) {}
Sampler::~Sampler() = default;
Sampler::Sampler(Sampler&&) noexcept = default;
Sampler& Sampler::operator=(Sampler&&) noexcept = default;

void Sampler::renderFrame(std::span<const float> frame, std::span<float> out) {
  const FlushDenormals flush;
  const auto& samples = samplesOfClasses();
  state_->hold(frame);
  for (float& value : out) {
    const int c = state_->draw(state_->nextLogits());
    state_->append(c);
    value = samples[c];
  }
}

void Sampler::step(std::span<const float> frame, std::span<float> logits, int actual) {
  const FlushDenormals flush;
  state_->hold(frame);
  std::copy_n(state_->nextLogits(), 256, logits.begin());
  state_->append(std::clamp(actual, 0, 255));
}

}  // namespace timbre::sampler
