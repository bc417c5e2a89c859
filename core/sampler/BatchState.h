/// Notes that are generated together, one sample of each at a time. Private to this room.
#pragma once

#include <array>
#include <memory>
#include <span>
#include <vector>

#include "sampler/LogitsEngine.h"
#include "sampler/Sampler.h"

namespace timbre::sampler {

class BatchState {
 public:
  /// The first note's `cores`, `enough` and `urgent` count.
  BatchState(std::shared_ptr<const PackedDecoder> decoder, std::span<const SamplerOptions> notes);
  BatchState(const BatchState& other);

  int notes() const { return static_cast<int>(notes_.size()); }
  /// `frames` [notes][condition] conditions what comes from here on.
  void hold(std::span<const float> frames);
  /// [notes][256]: for the sample to come.
  const float* nextLogits() { return engine_->nextLogits(inputs_.data(), sample_); }
  /// The class that becomes this note's sample: drawn from the logits, by the note's own random
  /// numbers.
  int draw(int note, const float* logits) const;
  /// Each note's sample is settled; on to the next.
  void append(std::span<const int> classes);
  /// Draws and appends one sample of each note: `samples` [notes].
  void next(std::span<float> samples);

 private:
  std::shared_ptr<const PackedDecoder> decoder_;
  std::vector<SamplerOptions> notes_;
  std::unique_ptr<LogitsEngine> engine_;
  std::vector<float> frames_;  ///< what the engine holds now
  bool framed_ = false;
  std::vector<float> inputs_;  ///< [notes][5]
  std::vector<int> classes_;
  std::uint64_t sample_ = 0;
};

}  // namespace timbre::sampler
