/// A playing live decoder: its thread, and the ring from which the device plays. The
/// ring is filled further ahead while the machine is too busy to keep it filled, and less far again
/// when it is not.
#pragma once

#include <atomic>
#include <memory>
#include <thread>

#include "audio/Resample.h"
#include "audio/SoundStream.h"
#include "base/Progress.h"
#include "base/Stopwatch.h"
#include "base/ThreadPriority.h"
#include "model/StreamingDecoder.h"
#include "synthesis/Lead.h"

namespace timbre::synthesis {

/// Begins to generate when made, and stops for good, within a few ms, when it dies. The decoder's
/// change() and repeat() may be called all the while.
class LivePlayback {
 public:
  /// `decoder` is prepared, and used here alone. `speed`: times real time that it
  /// makes; the less there is to spare, the earlier before its time a sample is made. Unsupported
  /// for rates that cannot be converted.
  static Result<std::unique_ptr<LivePlayback>> create(
      std::shared_ptr<model::StreamingDecoder> decoder, double speed, SampleRate device);
  ~LivePlayback();
  LivePlayback(const LivePlayback&) = delete;
  LivePlayback& operator=(const LivePlayback&) = delete;

  // Any thread.
  std::shared_ptr<const audio::SoundStream> heard() const { return heard_; }
  /// The lead is there: from now on the rest will be there in time.
  bool enough() const { return enough_.load(std::memory_order_acquire); }
  /// Seconds that the sound is made ahead at the moment, and on a quiet machine.
  double lead() const { return lead_.load(std::memory_order_relaxed); }
  double quietLead() const { return quietLead_; }
  /// The priority granted to the sound's thread; Nothing until it has started.
  Granted granted() const { return granted_.load(std::memory_order_relaxed); }

 private:
  LivePlayback(std::shared_ptr<model::StreamingDecoder> decoder, double lead, SampleRate device,
               audio::StreamResampler resampler);
  void run();
  void watch(Lead& lead);
  void restIfDue();

  class Stop final : public Progress {
   public:
    void advanced(double) override {}
    bool cancelled() const override { return now.load(std::memory_order_relaxed); }
    std::atomic<bool> now{false};
  };

  const std::shared_ptr<model::StreamingDecoder> decoder_;
  const double quietLead_;
  std::atomic<double> lead_;
  const std::shared_ptr<audio::SoundStream> heard_;
  audio::StreamResampler resampler_;
  std::atomic<bool> enough_{false};
  std::atomic<Granted> granted_{Granted::Nothing};
  Stopwatch clock_;
  double restedAt_ = 0;  // the thread's
  Stop stop_;
  std::thread thread_;  // the last: it sees everything above
};

/// How far ahead of the loudspeaker a model of this speed is to be, in seconds.
double leadFor(double speed);

}  // namespace timbre::synthesis
