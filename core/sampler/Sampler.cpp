#include "sampler/Sampler.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "sampler/Engine.h"
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
  const std::uint64_t golden = 0x9e3779b97f4a7c15u;
  const std::uint64_t bits = mixed(mixed(seed + golden) + (sample + 1) * golden);
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

struct Sampler::State {
  State(std::shared_ptr<const PackedDecoder> packed, const SamplerOptions& wanted)
      : decoder(std::move(packed)),
        options(wanted),
        engine(decoder->bytes ? makeByteEngine(*decoder) : makeFloatEngine(*decoder)),
        frame(decoder->shape.condition) {
    samplesOfClasses();  // made here, so that rendering never waits for it
  }

  State(const State& other) : State(other.decoder, other.options) {
    engine->assign(*other.engine);
    frame = other.frame;
    framed = other.framed;
    inputs = other.inputs;
    sample = other.sample;
  }

  void hold(std::span<const float> wanted) {
    if (framed && std::equal(frame.begin(), frame.end(), wanted.begin())) return;
    std::copy_n(wanted.begin(), frame.size(), frame.begin());
    framed = true;
    engine->hold(frame.data(), sample);
  }
  const float* nextLogits() { return engine->nextLogits(inputs.data(), sample); }
  int draw(const float* logits) const;
  void append(int c) {
    std::shift_left(inputs.begin(), inputs.end(), 1);
    inputs.back() = scaledClass(c);
    ++sample;
  }

  std::shared_ptr<const PackedDecoder> decoder;
  SamplerOptions options;
  std::unique_ptr<Engine> engine;
  std::vector<float> frame;  ///< what the engine holds now
  bool framed = false;
  std::array<float, 5> inputs{};
  std::uint64_t sample = 0;
};

int Sampler::State::draw(const float* logits) const {
  const float sharpness = 1.0f / options.temperature;
  if (!(options.temperature > 0) || !std::isfinite(sharpness))
    return static_cast<int>(std::max_element(logits, logits + 256) - logits);
  return decoder->kernels->draw(logits, sharpness, uniformAt(options.seed, sample));
}

Sampler::Sampler(std::shared_ptr<const PackedDecoder> decoder, const SamplerOptions& options)
    : state_(std::make_unique<State>(std::move(decoder), options)) {}
Sampler::~Sampler() = default;
Sampler::Sampler(const Sampler& other) : state_(std::make_unique<State>(*other.state_)) {}
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
