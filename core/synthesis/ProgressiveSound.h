/// A sound that can play while it is being made.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <span>

#include "audio/Resample.h"
#include "audio/SoundStream.h"
#include "synthesis/SynthesisRequest.h"

namespace timbre::synthesis {

/// The maker's thread appends at the model's rate; any thread may read that, or play it at the
/// device's rate.
class ProgressiveSound {
 public:
  /// `samples`: how many will come, at `rate`, and what they are. Unsupported for rates that cannot
  /// be converted.
  static Result<std::shared_ptr<ProgressiveSound>> create(std::size_t samples, SampleRate rate,
                                                          SampleRate device,
                                                          SynthesisRequest request);

  // The maker's thread.
  void append(std::span<const float> samples);
  /// No more will come, be it whole or not.
  void finish();

  // Any thread.
  const SynthesisRequest& request() const { return request_; }
  const audio::SoundStream& made() const { return *made_; }
  std::shared_ptr<const audio::SoundStream> heard() const { return heard_; }
  /// True when playing may begin now: at the speed so far, the rest will be there in time.
  bool enough() const;

 private:
  ProgressiveSound(std::shared_ptr<audio::SoundStream> made,
                   std::shared_ptr<audio::SoundStream> heard, audio::StreamResampler resampler,
                   SynthesisRequest request);

  const SynthesisRequest request_;
  const std::shared_ptr<audio::SoundStream> made_;
  const std::shared_ptr<audio::SoundStream> heard_;
  audio::StreamResampler resampler_;
  bool finished_ = false;                     // the maker's thread
  std::atomic<std::int64_t> began_{0};        // ns, when the first samples came
  std::atomic<std::size_t> firstSamples_{0};  // how many those were
};

/// Whether playing `total` samples may begin when `made` of them are there and the others come
/// at `perSecond`: the last must not be late, with a tenth of the time to spare.
bool mayBegin(std::size_t made, std::size_t total, double perSecond, SampleRate rate);

}  // namespace timbre::synthesis
