/// Plays one sound at a time on a real-time thread.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>

#include "audio/SoundStream.h"
#include "audio/SpscQueue.h"

namespace timbre::audio {

/// How a stream begins to play.
struct PlayStart {
  std::size_t from = 0;  ///< sample
  /// Where the stream before is by then, if it still sounds, instead of at `from`: the two are
  /// crossfaded over some 15 ms. For sounds of the same time, so that they can be compared.
  bool inPlace = false;
  float gain = 1;  ///< linear, >= 0
};

/// Samples [from, to) of a stream.
struct SampleRange {
  std::size_t from = 0;
  std::size_t to = 0;  ///< below 2^32
};

/// Two threads: the owner's (the window's) and the audio device's. The owner leaves its latest
/// command in a mailbox. Streams that the device's thread no longer needs come back through a
/// queue, so that the last reference is never released there. Every start, end, stop and change of
/// sound is faded over a few ms, so nothing clicks.
class Player {
 public:
  /// `rate`: the device's. Streams are played sample by sample: they must be at this rate.
  explicit Player(SampleRate rate);
  ~Player();  ///< owner thread, when the device no longer calls render
  Player(const Player&) = delete;
  Player& operator=(const Player&) = delete;

  // Owner thread.
  /// Replaces what is playing. When a growing stream runs dry, the player is silent until more
  /// comes.
  void play(std::shared_ptr<const SoundStream> stream, const PlayStart& start = {});
  void stop();
  void setVolume(float gain);  ///< linear, clamped to [0, 1]; glides there
  void setLoop(bool loop);     ///< begin again at the end of a finished stream
  /// Begin again at `from` whenever the stream comes to `to`, or to its end; what plays beyond `to`
  /// continues to its end first. None, or an empty range: no such loop. Not for rings.
  void setLoopRegion(std::optional<SampleRange> region);
  SampleRate rate() const { return rate_; }

  // Owner thread, never waiting for the other.
  /// From play() until the last sample is out or stop().
  bool playing() const;
  /// The next sample of the stream last given to play(); its length once it has ended.
  std::size_t position() const;
  /// The largest absolute sample since the last call, as it went to the device: within [0, 1].
  float takePeak() { return peak_.exchange(0, std::memory_order_relaxed); }
  /// How often a growing stream ran dry, since the player was made.
  long underruns() const { return underruns_.load(std::memory_order_relaxed); }

  // Audio thread.
  /// Mono, within [-1, 1]. No lock, no allocation, no exception; silence when idle.
  void render(std::span<float> out) noexcept;

 private:
  struct Request {
    std::shared_ptr<const SoundStream> stream;  ///< none: stop
    PlayStart start;
    std::uint32_t serial = 0;
  };
  struct Voice {
    Request* request = nullptr;
    std::size_t at = 0;
    float gain = 0;  ///< of the fades
    float rise = 0;  ///< of it, per sample
    float fall = 0;
    bool leaving = false;
    bool waiting = true;  ///< for a growing stream to have enough
  };

  void send(std::shared_ptr<const SoundStream> stream, const PlayStart& start);
  void collect();
  void retire(Request*& request) noexcept;
  void takeWishes() noexcept;
  bool mayGoOn(Voice& voice, std::size_t there, bool finished) noexcept;
  bool mayBeginAgain(Voice& voice, std::size_t there) noexcept;
  std::size_t endOf(const Voice& voice, std::size_t there) const noexcept;
  void mix(Voice& voice, std::span<float> out) noexcept;
  void endVoice(Voice& voice) noexcept;
  void publishPlace() noexcept;
  void polish(std::span<float> out) noexcept;

  const SampleRate rate_;
  const float rise_;          ///< gain per sample
  const float fall_;          ///< gain per sample
  const float crossfade_;     ///< gain per sample
  const float release_;       ///< limiter, factor per sample
  const std::size_t refill_;  ///< samples

  // Owner thread.
  std::uint32_t wanted_ = 0;  ///< serial of the last play(); 0 after stop()
  std::uint32_t serial_ = 0;

  // Between the threads.
  std::atomic<Request*> mailbox_{nullptr};
  SpscQueue<Request*, 8> retired_;
  std::atomic<float> volume_{1};
  std::atomic<bool> loop_{false};
  std::atomic<std::uint64_t> region_{0};  ///< from (32 bits) and to (32 bits); 0: none
  std::atomic<std::uint64_t> place_{
      0};  ///< serial (24 bits) and position (40 bits) of the current voice
  std::atomic<std::uint32_t> ended_{0};  ///< serial of the last stream that came to its end
  std::atomic<long> underruns_{0};
  std::atomic<float> peak_{0};

  // Audio thread.
  Request* pending_ = nullptr;
  Voice current_;
  Voice outgoing_;
  SampleRange looped_;  ///< as it was when this block began; empty: none
  float glide_ = 1;
  float ceiling_ = 1;
};

}  // namespace timbre::audio
