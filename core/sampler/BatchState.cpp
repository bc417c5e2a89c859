#include "sampler/BatchState.h"

#include <algorithm>
#include <cmath>

#include "sampler/MuLaw.h"
#include "sampler/WeightLayout.h"

namespace timbre::sampler {
namespace {

constexpr std::uint64_t mixed(std::uint64_t x) {  // the finisher of SplitMix64
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
  return x ^ (x >> 31);
}

/// In (0, 1), from (seed, note, sample) alone: a note resumed, sliced or beside others draws the
/// same numbers. Never 0, which would pick a class that cannot occur.
double uniformAt(std::uint64_t seed, std::uint64_t note, std::uint64_t sample) {
  const std::uint64_t golden = 0x9e3779b97f4a7c15u;
  const std::uint64_t key = mixed(seed + golden) + mixed(note * golden);  // mixed(0) is 0
  const std::uint64_t bits = mixed(key + (sample + 1) * golden);
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

}  // namespace

BatchState::BatchState(std::shared_ptr<const PackedDecoder> decoder,
                       std::span<const SamplerOptions> notes)
    : decoder_(std::move(decoder)),
      notes_(notes.begin(), notes.end()),
      engine_(makeEngine(*decoder_, static_cast<int>(notes.size()),
                         {notes.front().cores, notes.front().enough, notes.front().urgent})),
      frames_(notes.size() * decoder_->shape.condition),
      inputs_(5 * notes.size()),
      classes_(notes.size()) {
  samplesOfClasses();  // made here, so that rendering never waits for it
}

BatchState::BatchState(const BatchState& other) : BatchState(other.decoder_, other.notes_) {
  engine_->assign(*other.engine_);
  frames_ = other.frames_;
  framed_ = other.framed_;
  inputs_ = other.inputs_;
  sample_ = other.sample_;
}

void BatchState::hold(std::span<const float> frames) {
  const std::size_t condition = decoder_->shape.condition;
  bool changed = false;
  for (int note = 0; note < notes(); ++note) {
    const auto wanted = frames.subspan(note * condition, condition);
    float* held = frames_.data() + note * condition;
    if (framed_ && std::equal(wanted.begin(), wanted.end(), held)) continue;
    std::copy(wanted.begin(), wanted.end(), held);
    engine_->hold(note, held);
    changed = true;
  }
  framed_ = true;
  if (changed) engine_->settle(sample_);
}

int BatchState::draw(int note, const float* logits) const {
  const SamplerOptions& options = notes_[note];
  const float sharpness = 1.0f / options.temperature;
  if (!(options.temperature > 0) || !std::isfinite(sharpness))
    return static_cast<int>(std::max_element(logits, logits + 256) - logits);
  return decoder_->kernels->draw(logits, sharpness, uniformAt(options.seed, options.note, sample_));
}

void BatchState::append(std::span<const int> classes) {
  for (int note = 0; note < notes(); ++note) {
    float* inputs = inputs_.data() + 5 * static_cast<std::ptrdiff_t>(note);
    std::shift_left(inputs, inputs + 5, 1);
    inputs[4] = scaledClass(classes[note]);
  }
  ++sample_;
}

void BatchState::next(std::span<float> samples) {
  const float* logits = nextLogits();
  for (int note = 0; note < notes(); ++note) {
    classes_[note] = draw(note, logits + 256 * static_cast<std::ptrdiff_t>(note));
    samples[note] = samplesOfClasses()[classes_[note]];
  }
  append(classes_);
}

}  // namespace timbre::sampler
