#include "sampler/Batch.h"

#include <algorithm>
#include <vector>

#include "sampler/BatchState.h"
#include "sampler/FlushDenormals.h"

namespace timbre::sampler {

struct Batch::State {
  BatchState notes;
  std::vector<float> samples;  ///< [notes]: of one time
};

Batch::Batch(std::shared_ptr<const PackedDecoder> decoder, std::span<const SamplerOptions> notes)
    : state_(new State{BatchState(std::move(decoder), notes), std::vector<float>(notes.size())}) {}
Batch::~Batch() = default;
Batch::Batch(Batch&&) noexcept = default;
Batch& Batch::operator=(Batch&&) noexcept = default;

void Batch::renderFrame(std::span<const float> frames, std::span<float> out) {
  const FlushDenormals flush;
  state_->notes.hold(frames);
  const std::size_t notes = state_->samples.size();
  const std::size_t count = out.size() / notes;
  for (std::size_t t = 0; t < count; ++t) {
    state_->notes.next(state_->samples);
    for (std::size_t note = 0; note < notes; ++note) out[note * count + t] = state_->samples[note];
  }
}

}  // namespace timbre::sampler
