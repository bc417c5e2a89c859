#include "sampler/Sampler.h"

#include <algorithm>

#include "sampler/BatchState.h"
#include "sampler/FlushDenormals.h"

namespace timbre::sampler {

struct Sampler::State {
  BatchState notes;
};

Sampler::Sampler(std::shared_ptr<const PackedDecoder> decoder, const SamplerOptions& options)
    : state_(new State{BatchState(std::move(decoder), {&options, 1})}) {}
Sampler::~Sampler() = default;
Sampler::Sampler(const Sampler& other) : state_(std::make_unique<State>(*other.state_)) {}
Sampler::Sampler(Sampler&&) noexcept = default;
Sampler& Sampler::operator=(Sampler&&) noexcept = default;

void Sampler::renderFrame(std::span<const float> frame, std::span<float> out) {
  const FlushDenormals flush;
  state_->notes.hold(frame);
  for (float& value : out) state_->notes.next({&value, 1});
}

void Sampler::step(std::span<const float> frame, std::span<float> logits, int actual) {
  const FlushDenormals flush;
  state_->notes.hold(frame);
  std::copy_n(state_->notes.nextLogits(), 256, logits.begin());
  const int next = std::clamp(actual, 0, 255);
  state_->notes.append({&next, 1});
}

}  // namespace timbre::sampler
