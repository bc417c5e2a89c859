/// Samples that may still be growing: what is being generated can be played from its first block
/// on.
#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "audio/AudioClip.h"

namespace timbre::audio {

/// Mono. One thread writes, any number read, nobody waits: the room is reserved at the start, so
/// samples never move.
class SoundStream {
 public:
  /// Room for `capacity` samples at `rate`, the device's rate when it is to be played.
  SoundStream(std::size_t capacity, SampleRate rate);
  /// A finished stream of this clip.
  static std::shared_ptr<const SoundStream> of(const AudioClip& clip);

  /// Writer. How many were taken: less than all when the room is full.
  std::size_t append(std::span<const float> samples);
  /// Writer. No more will come; also to be called when the making was cancelled or failed.
  void finish();

  /// Any thread: what is there now. Stays valid as long as the stream.
  std::span<const float> samples() const {
    return std::span(samples_).first(written_.load(std::memory_order_acquire));
  }
  /// Any thread. True: samples() is all there will ever be (ask before samples(), not after).
  bool finished() const { return finished_.load(std::memory_order_acquire); }
  std::size_t capacity() const { return samples_.size(); }
  SampleRate rate() const { return rate_; }

 private:
  std::vector<float> samples_;
  std::atomic<std::size_t> written_{0};
  std::atomic<bool> finished_{false};
  SampleRate rate_;
};

}  // namespace timbre::audio
