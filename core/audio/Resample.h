/// Sample rate conversion by libsoxr at its "very high quality": flat to 0.91 of the lower Nyquist,
/// no pre-echo worth the name, 28 bits clean.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "audio/AudioClip.h"
#include "base/Result.h"

namespace timbre::audio {

/// Length: round(samples * rate / clip.rate()). The clip itself when the rates agree. Fails on
/// rates below 1 kHz or above 768 kHz.
Result<AudioClip> resampled(const AudioClip& clip, SampleRate rate);

/// What a StreamResampler is optimised for.
enum class Haste {
  Calm,  ///< as good as resampled(); lags by up to 80 ms, and comes in blocks of as much
  Live,  ///< lags by 15 ms; from 16 kHz flat to 7 kHz, -4 dB at 7.5 kHz, images below -115 dB
};

/// The same for sound that is still being made. Push as it comes, flush once at the end; the pieces
/// together are as long as resampled() would make them. One thread at a time.
class StreamResampler {
 public:
  static Result<StreamResampler> create(SampleRate from, SampleRate to, Haste haste = Haste::Calm);
  StreamResampler(StreamResampler&&) noexcept;
  StreamResampler& operator=(StreamResampler&&) noexcept;
  ~StreamResampler();

  /// What has become ready; may be empty.
  std::vector<float> push(std::span<const float> samples);
  /// The rest. Nothing may be pushed after it.
  std::vector<float> flush();

 private:
  struct State;
  explicit StreamResampler(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// round(samples * to / from): how long a resampled sound is.
std::int64_t resampledLength(std::int64_t samples, SampleRate from, SampleRate to);

}  // namespace timbre::audio
