/// Where one note passes into another of a different pitch without a gap (legato), which no level
/// shows.
#pragma once

#include <complex>
#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "base/Units.h"
#include "spectral/Fft.h"

namespace timbre::importing {

/// Takes a recording of any length piece by piece and finds the times at which a steady pitch gives
/// way to another, 0.8 semitones or more away, within 40 ms. Both last 0.2 s. Vibrato from 3 Hz,
/// glides and slips of the pitch estimate by an octave are none: a new note also has a new
/// spectrum. Memory is bounded. One thread at a time.
class PitchChanges {
 public:
  PitchChanges(SampleRate rate, int channels);

  /// Whole frames, the channels of each side by side. Throws std::bad_alloc.
  void add(std::span<const float> frames);

  /// Seconds, ascending, within 50 ms of the change. At the end; once.
  std::vector<double> times();

 private:
  /// What is heard in one window.
  struct Frame {
    std::vector<float> spectrum;  ///< magnitudes of unit length
    bool tonal = false;
    float newness = 0;  ///< against the spectrum before it, 0 to 2
  };
  void take(std::span<const float> samples);
  void analyse();
  void judge();
  std::span<const float> around(double seconds, double length) const;
  /// Where near `seconds` one note gives way to another; nothing where that is not so.
  std::optional<double> changeAround(double seconds, float newness) const;

  SampleRate rate_;
  std::size_t channels_;
  std::size_t hop_;
  std::size_t size_;  ///< of a window
  std::shared_ptr<const spectral::RealFft> fft_;
  spectral::Aligned<float> window_;
  spectral::Aligned<float> frame_;
  spectral::Aligned<std::complex<float>> cells_;
  std::vector<double> energy_;  ///< of each channel so far: the loudest is listened to
  std::vector<float> recent_;
  std::size_t first_ = 0;   ///< the sample that `recent_` begins with
  std::size_t frames_ = 0;  ///< analysed
  std::deque<Frame> kept_;
  std::vector<double> times_;
  int judged_ = 0;
};

}  // namespace timbre::importing
