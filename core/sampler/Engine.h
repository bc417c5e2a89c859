/// What computes logits for a Sampler: in float32 or in integers. Private to this room.
#pragma once

#include <cstdint>
#include <memory>

#include "sampler/Sampler.h"

namespace timbre::sampler {

/// One note's memory and the way to its next logits. Nothing but construction allocates.
class Engine {
 public:
  virtual ~Engine() = default;
  /// `frame` [condition] conditions what comes from `sample` on, be it in the middle of a block.
  virtual void hold(const float* frame, std::uint64_t sample) = 0;
  /// [256] for `sample`, to be called for every sample in turn; `inputs`: the five samples before
  /// it, scaled, oldest first. Valid until the next call.
  virtual const float* nextLogits(const float* inputs, std::uint64_t sample) = 0;
  /// Takes over all that `other`, of the same decoder, remembers.
  virtual void assign(const Engine& other) = 0;
};

/// When `peaks` is given, the largest activations are kept there.
std::unique_ptr<Engine> makeFloatEngine(const PackedDecoder& decoder, Calibration* peaks = nullptr);
std::unique_ptr<Engine> makeByteEngine(const PackedDecoder& decoder);

}  // namespace timbre::sampler
