/// The reference: every weight and activation in float32.
#include <algorithm>
#include <cmath>
#include <vector>

#include "sampler/LogitsEngine.h"
#include "sampler/WeightLayout.h"

namespace timbre::sampler {
namespace {

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

/// Of all a note remembers, generously.
std::size_t bytesOf(const PackedDecoder& decoder) {
  const std::size_t width = decoder.width;
  std::size_t numbers = 4 * (width + decoder.skip) + 512;
  for (const PackedLayer& layer : decoder.layers)
    numbers += width * (2 * layer.dilation + 3 * layer.block + 2) + 48;
  return numbers * sizeof(float);
}

float largest(float before, const float* values, int count) {
  for (int i = 0; i < count; ++i) before = std::max(before, std::abs(values[i]));
  return before;
}

/// One note.
class FloatNote {
 public:
  FloatNote(const PackedDecoder& decoder, Calibration* peaks);
  void hold(const float* frame);
  void settle(std::uint64_t sample);
  void nextLogits(const float* inputs, std::uint64_t sample, float* logits);
  void assign(const FloatNote& other);

 private:
  void computePast(const PackedLayer& layer, LayerMemory& memory, int done) const;
  void runLayer(std::size_t i, std::uint64_t sample);

  const PackedDecoder& decoder_;
  Calibration* peaks_;
  Arena memory_;
  std::vector<LayerMemory> layers_;
  float* headCondition_;  ///< [skip]
  float* inputs_;         ///< [3]: the newest, which startconv hears
  float* sums_;           ///< [width + skip]: the residual stream, then the skip sum
  float* gated_;          ///< [width]
  float* hidden_;         ///< [skip]
};

FloatNote::FloatNote(const PackedDecoder& decoder, Calibration* peaks)
    : decoder_(decoder), peaks_(peaks), memory_(bytesOf(decoder)), layers_(decoder.layers.size()) {
  const std::size_t width = decoder.width;
  const std::size_t skip = decoder.skip;
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    const PackedLayer& layer = decoder.layers[i];
    layers_[i].length = 2 * layer.dilation + layer.block;
    layers_[i].ring = memory_.take<float>(layers_[i].length * width);
    layers_[i].past = memory_.take<float>(layer.block * 2 * width);
    layers_[i].condition = memory_.take<float>(2 * width);
  }
  headCondition_ = memory_.take<float>(skip);
  inputs_ = memory_.take<float>(3);
  sums_ = memory_.take<float>(width + skip);
  gated_ = memory_.take<float>(width);
  hidden_ = memory_.take<float>(skip);
}

/// Projects a frame once for all samples it serves.
void FloatNote::hold(const float* frame) {
  const auto product = decoder_.kernels->product;
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    const PackedLayer& layer = decoder_.layers[i];
    std::copy_n(layer.bias, 2 * decoder_.width, layers_[i].condition);
    product(layer.condition, frame, nullptr, layers_[i].condition);
  }
  std::copy_n(decoder_.headBias, decoder_.skip, headCondition_);
  product(decoder_.headCondition, frame, nullptr, headCondition_);
}

/// In the middle of a block of past taps, the rest of the block is made again with the new frame.
void FloatNote::settle(std::uint64_t sample) {
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    const PackedLayer& layer = decoder_.layers[i];
    const int done = static_cast<int>(sample & static_cast<std::uint64_t>(layer.block - 1));
    if (done > 0) computePast(layer, layers_[i], done);
  }
}

/// `done`: samples of this block that are behind us.
void FloatNote::computePast(const PackedLayer& layer, LayerMemory& m, int done) const {
  const int begin = m.position - done;
  const auto row = [&](int at) {
    return m.ring + static_cast<std::size_t>(at < 0 ? at + m.length : at) * decoder_.width;
  };
  decoder_.kernels->past(layer.past, {.oldest = row(begin - 2 * layer.dilation),
                                      .older = row(begin - layer.dilation),
                                      .start = m.condition,
                                      .out = m.past,
                                      .stride = decoder_.width,
                                      .samples = layer.block});
}

void FloatNote::runLayer(std::size_t i, std::uint64_t sample) {
  const PackedLayer& layer = decoder_.layers[i];
  LayerMemory& m = layers_[i];
  const Kernels& k = *decoder_.kernels;
  const int width = decoder_.width;
  const int done = static_cast<int>(sample & static_cast<std::uint64_t>(layer.block - 1));
  if (done == 0) computePast(layer, m, 0);
  float* input = m.ring + static_cast<std::size_t>(m.position) * width;
  std::copy_n(sums_, width, input);
  float* gate = m.past + static_cast<std::size_t>(done) * 2 * width;
  k.product(layer.now, input, nullptr, gate);
  k.gate(gate, gate + width, gated_, width);
  if (peaks_) {
    const auto channels = static_cast<std::size_t>(decoder_.shape.width);
    for (std::size_t c = 0; c < channels; ++c) {
      float& peak = peaks_->stream[i * channels + c];
      peak = std::max(peak, std::abs(input[c]));
    }
  }
  const bool last = i + 1 == layers_.size();  // its residual would feed nothing
  k.product(layer.out, gated_, layer.outBias, last ? sums_ + width : sums_);
  if (++m.position == m.length) m.position = 0;
}

void FloatNote::nextLogits(const float* inputs, std::uint64_t sample, float* logits) {
  const Kernels& k = *decoder_.kernels;
  const int width = decoder_.width;
  const int skip = decoder_.skip;
  const auto rectify = [&](float* x) {
    std::transform(x, x + skip, x, [](float v) { return std::max(v, 0.0f); });
  };
  std::copy_n(inputs + 2, 3, inputs_);
  std::copy_n(decoder_.startBias, width + skip, sums_);
  k.product(decoder_.start, inputs_, nullptr, sums_);
  for (std::size_t i = 0; i < layers_.size(); ++i) runLayer(i, sample);
  float* skipSum = sums_ + width;
  rectify(skipSum);
  std::copy_n(headCondition_, skip, hidden_);
  k.product(decoder_.head, skipSum, nullptr, hidden_);
  rectify(hidden_);
  if (peaks_) {
    peaks_->skip = largest(peaks_->skip, skipSum, skip);
    peaks_->hidden = largest(peaks_->hidden, hidden_, skip);
  }
  std::copy_n(decoder_.logitsBias, 256, logits);
  k.product(decoder_.logits, hidden_, nullptr, logits);
}

/// The rest of the memory lasts for one sample only.
void FloatNote::assign(const FloatNote& other) {
  const std::size_t width = decoder_.width;
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    const LayerMemory& source = other.layers_[i];
    std::copy_n(source.ring, source.length * width, layers_[i].ring);
    std::copy_n(source.past, decoder_.layers[i].block * 2 * width, layers_[i].past);
    std::copy_n(source.condition, 2 * width, layers_[i].condition);
    layers_[i].position = source.position;
  }
  std::copy_n(other.headCondition_, decoder_.skip, headCondition_);
}

/// Notes one after another: the reference shares nothing.
class Float32Engine final : public LogitsEngine {
 public:
  Float32Engine(const PackedDecoder& decoder, int notes, Calibration* peaks)
      : memory_(256 * sizeof(float) * notes),
        logits_(memory_.take<float>(256 * static_cast<std::size_t>(notes))) {
    notes_.reserve(notes);
    for (int i = 0; i < notes; ++i) notes_.emplace_back(decoder, peaks);
  }
  void hold(int note, const float* frame) override { notes_[note].hold(frame); }
  void settle(std::uint64_t sample) override {
    for (FloatNote& note : notes_) note.settle(sample);
  }
  const float* nextLogits(const float* inputs, std::uint64_t sample) override {
    for (std::size_t i = 0; i < notes_.size(); ++i)
      notes_[i].nextLogits(inputs + 5 * i, sample, logits_ + 256 * i);
    return logits_;
  }
  void assign(const LogitsEngine& other) override {
    for (std::size_t i = 0; i < notes_.size(); ++i)
      notes_[i].assign(static_cast<const Float32Engine&>(other).notes_[i]);
  }

 private:
  Arena memory_;
  float* logits_;
  std::vector<FloatNote> notes_;
};

}  // namespace

std::unique_ptr<LogitsEngine> makeFloat32Engine(const PackedDecoder& decoder, int notes,
                                                Calibration* peaks) {
  return std::make_unique<Float32Engine>(decoder, notes, peaks);
}

}  // namespace timbre::sampler
