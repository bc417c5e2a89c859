/// A rainbowgram in words, for those who cannot see it.
#pragma once

#include <string>
#include <vector>

#include "spectral/Rainbowgram.h"

namespace timbre::spectral {

/// One line of the picture.
struct PictureLine {
  double hertz = 0;   ///< by its phase where it is loud
  double peakDb = 0;  ///< on the picture's reference
  double peakSeconds = 0;
  double laterDb = 0;  ///< one second after the peak, or at the end; at least the picture's floor
  bool operator==(const PictureLine&) const = default;
};

/// The loudest lines, the loudest first; those 40 dB below it are left out. Empty for silence.
std::vector<PictureLine> loudestLines(const Rainbowgram& picture, int most = 5);

/// "Sound of 4.0 s with the pitch F♯3 −6 ct (184.3 Hz). Loudest partials: 184.3 Hz, −2 dB at 0.05
/// s, falls by 14 dB within a second; ..." or "Silence of 4.0 s." Names the pitch where at least
/// two lines are its harmonics. `a4`: what the note names are tuned to. Any thread; below a
/// millisecond.
std::string describe(const Rainbowgram& picture, double a4 = 440.0);

}  // namespace timbre::spectral
