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
  int window = 2048;  ///< samples, a multiple of 32; Hann, hop a quarter
  /// Only the newer half of a transform is changed, as it comes: a quarter of the delay, a little
  /// less clean.
  bool hasty = false;
  float mostBoost = 30;    ///< dB, of one bin of one frame
  float mostCut = 60;      ///< dB
  float keptLoudness = 1;  ///< share, in dB, of the change of loudness that is undone: 0 to 1
  /// The largest sample that comes out. What would be larger is turned down for half a frame before
  /// and behind; in haste nothing is known of the next frame, and its first samples may be cut off.
  float ceiling = 1;
};

/// One sound at a time, one thread at a time. Copies continue by themselves. Nothing is allocated
/// after the constructor, which may throw std::bad_alloc.
class MagnitudeMatcher {
 public:
  explicit MagnitudeMatcher(const ShaperParams& params = {});

  int hop() const { return hop_; }
  int bins() const { return params_.window / 2 + 1; }
  /// Frames that are held back: 4, in haste 1.
  int delay() const { return params_.hasty ? 1 : 4; }

  /// Forgets everything.
  void begin();
  /// The next `hop` samples. `magnitudes` [bins]: log10 of what a transform of `window` samples
  /// around the middle of these shall have, unscaled (spectral::stft's). True: `out` [hop] holds
  /// the frame of delay() pushes ago; false for the first delay() of them.
  bool push(std::span<const float> frame, std::span<const float> magnitudes, std::span<float> out);
  /// After the last push: the delayed frames, one per call; then false. A later push starts again.
  bool finish(std::span<float> out);

 private:
  static constexpr int kHops = 6;    // of sound that are kept
  static constexpr int kKept = 3;    // frames whose magnitudes may still be asked for
  static constexpr int kLevels = 8;  // loudness is measured so often in a frame
  using Levels = std::array<float, kLevels + 1>;

  bool step(std::span<float> out);
  int before() const { return params_.hasty ? hop_ : hop_ / 2; }
  int wantedNow() const;
  void shape(const float* magnitudes);
  void setGains(const float* magnitudes);
  void emit(std::span<float> out);
  Levels levels(const float* at) const;
  void limit(Levels& gains, int from);

  ShaperParams params_;
  int hop_;
  std::shared_ptr<const RealFft> fft_;
  // To see the magnitudes by, then both ways for the sound: another pair in haste.
  Aligned<float> seeing_, in_, out_;
  Aligned<float> level_, frame_, gain_;
  Aligned<std::complex<float>> cells_;
  // kHops * hop samples each, the last one is the newest.
  std::vector<float> heard_, sum_, weight_, shaped_;
  std::vector<float> wanted_;  // [kKept][bins], frame t in row t % kKept
  float lastGain_ = 1;         // at the end of the frame that came out last
  int pushed_ = 0;             // frames that came
  int steps_ = 0;              // and those of silence behind them
};

}  // namespace timbre::spectral
