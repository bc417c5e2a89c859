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

/// Mono. One thread writes, any number read, none waits: the memory is reserved at the start, so
/// samples never move. A ring discards what was played and so has no end.
class SoundStream {
 public:
  /// Room for `capacity` samples at `rate`, the device's rate when it is to be played.
  SoundStream(std::size_t capacity, SampleRate rate);
  /// A finished stream of this clip.
  static std::shared_ptr<const SoundStream> of(const AudioClip& clip);
  /// For one player, whose reader is never to have more than about `lead` samples before it: new
  /// samples play that much later. `most`: the largest lead that setLead() may ask for, if larger.
  static std::shared_ptr<SoundStream> ring(std::size_t lead, SampleRate rate, std::size_t most = 0);

  /// Writer. How many were taken: less than all when the room is full; of a ring, when twice the
  /// largest lead is ahead.
  std::size_t append(std::span<const float> samples);
  /// Writer. No more will come; also to be called when the making was cancelled or failed.
  void finish();
  /// Writer, of a ring: another lead from now on.
  void setLead(std::size_t lead) { refill_.store(lead / 2, std::memory_order_relaxed); }
  /// Writer: how many samples the player has before it.
  std::size_t ahead() const { return written() - read_.load(std::memory_order_acquire); }

  /// Any thread: how many samples there have been.
  std::size_t written() const { return written_.load(std::memory_order_acquire); }
  /// Player: `index` < written(), and of a ring not before passed().
  float at(std::size_t index) const noexcept {
    return samples_[index < samples_.size() ? index : index % samples_.size()];
  }
  /// Player: samples before `index` are not needed any more.
  void passed(std::size_t index) const noexcept { read_.store(index, std::memory_order_release); }

  /// Any thread: what is there now, of all but rings. Stays valid as long as the stream.
  std::span<const float> samples() const { return std::span(samples_).first(written()); }
  /// Any thread. True: written() is all there will ever be (ask before written(), not after).
  bool finished() const { return finished_.load(std::memory_order_acquire); }
  std::size_t capacity() const { return samples_.size(); }
  SampleRate rate() const { return rate_; }
  /// How much should be there before the player begins, or continues after it ran dry; 0: as it
  /// likes. Less than `lead`.
  std::size_t refill() const { return refill_.load(std::memory_order_relaxed); }
  bool isRing() const { return isRing_; }

 private:
  std::vector<float> samples_;
  std::atomic<std::size_t> written_{0};
  mutable std::atomic<std::size_t> read_{0};
  std::atomic<bool> finished_{false};
  SampleRate rate_;
  std::atomic<std::size_t> refill_{0};
  bool isRing_ = false;
};

}  // namespace timbre::audio
