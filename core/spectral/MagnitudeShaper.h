/// Brings the magnitudes of a sound's short-time spectrum to given ones while the sound is being
/// made, and keeps its phases and most of its loudness.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "spectral/Fft.h"

namespace timbre::spectral {

struct ShaperParams {
  int window = 2048;       ///< samples, a multiple of 32; Hann on the way in and out, hop a quarter
  float mostBoost = 30;    ///< dB, of one bin of one frame
  float mostCut = 60;      ///< dB
  float keptLoudness = 1;  ///< share, in dB, of the change of loudness that is undone: 0 to 1
};

/// One sound at a time, one thread at a time. Copies go on by themselves. Nothing is allocated
/// after the constructor, which may throw std::bad_alloc.
class MagnitudeShaper {
 public:
  /// Frames that are held back.
  static constexpr int kDelay = 4;

  explicit MagnitudeShaper(const ShaperParams& params = {});

  int hop() const { return hop_; }
  int bins() const { return params_.window / 2 + 1; }

  /// Forgets everything.
  void begin();
  /// The next `hop` samples. `magnitudes` [bins]: log10 of what a transform of `window` samples
  /// around the middle of these shall have, unscaled (spectral::stft's). True: `out` [hop] holds
  /// the frame of kDelay pushes ago; false for the first kDelay of them.
  bool push(std::span<const float> frame, std::span<const float> magnitudes, std::span<float> out);
  /// After the last push: the frames held back, one a call; then false. A push that follows begins
  /// anew.
  bool finish(std::span<float> out);

 private:
  static constexpr int kLook = 2;    // frames from a sample to the last transform that reaches it
  static constexpr int kHops = 6;    // of sound that are kept
  static constexpr int kLevels = 8;  // loudness is measured so often in a frame
  using Levels = std::array<float, kLevels + 1>;

  bool step(std::span<float> out);
  void shape(const float* magnitudes);
  void emit(std::span<float> out);
  Levels levels(const float* at) const;

  ShaperParams params_;
  int hop_;
  std::shared_ptr<const RealFft> fft_;
  Aligned<float> window_, level_, frame_;
  Aligned<std::complex<float>> cells_;
  // kHops * hop samples each, the last one is the newest.
  std::vector<float> heard_, sum_, weight_, shaped_;
  std::vector<float> wanted_;  // [kLook + 1][bins], frame t in row t % (kLook + 1)
  int pushed_ = 0;             // frames that came
  int steps_ = 0;              // and those of silence behind them
};

}  // namespace timbre::spectral
