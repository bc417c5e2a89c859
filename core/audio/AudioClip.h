/// Mono samples with their rate: the one form in which sound travels through the program.
#pragma once

#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "base/Units.h"

namespace timbre::audio {

/// Immutable and cheap to copy (the samples are shared): any thread may read it. Full scale is [-1,
/// 1]; values beyond are kept, not clipped.
class AudioClip {
 public:
  AudioClip() : AudioClip({}, kModelRate) {}
  AudioClip(std::vector<float> samples, SampleRate rate)
      : samples_(std::make_shared<const std::vector<float>>(std::move(samples))), rate_(rate) {}

  std::span<const float> samples() const { return *samples_; }
  SampleRate rate() const { return rate_; }
  bool empty() const { return samples_->empty(); }
  double seconds() const { return static_cast<double>(samples_->size()) / rate_.hz; }

 private:
  std::shared_ptr<const std::vector<float>> samples_;
  SampleRate rate_;
};

/// Largest absolute value; 0 for an empty clip.
float peakOf(const AudioClip& clip);
/// Scaled so that the peak stands at `peakDb` dBFS; silence stays silence.
AudioClip normalized(const AudioClip& clip, double peakDb);
/// The same clip while its peak is within full scale, else turned down until it is: floats may go
/// beyond, what plays or encodes them does not.
AudioClip withinFullScale(const AudioClip& clip);
/// Cut or padded with zeros at the end to `samples`.
AudioClip fitted(const AudioClip& clip, int samples);

}  // namespace timbre::audio
