/// The short-time Fourier transform with a periodic Hann window, centred, mirrored at both ends,
/// and its inverse.
#pragma once

#include <complex>
#include <cstddef>
#include <span>
#include <vector>

#include "base/Result.h"

namespace timbre::spectral {

struct StftParams {
  int fft = 1024;  ///< window and transform length in samples, even, 2 .. 65536
  int hop = 256;   ///< samples, 1 .. fft / 2
  bool operator==(const StftParams&) const = default;
};

/// [bins x frames], bin-major; bins = fft / 2 + 1. Frame t is centred on sample t * hop; not
/// normalised: a sine of amplitude 1 on a bin has the magnitude fft / 4.
struct Stft {
  StftParams params;
  int bins = 0;
  int frames = 0;  ///< 1 + samples / hop
  std::vector<std::complex<float>> cells;

  std::complex<float> at(int bin, int frame) const {
    return cells[static_cast<std::size_t>(bin) * frames + frame];
  }
};

/// fft values, 0.5 - 0.5 cos(2 pi n / fft).
std::vector<float> hannWindow(int fft);

/// Any thread. BadFormat when there are no samples, Unsupported for parameters out of range.
Result<Stft> stft(std::span<const float> samples, const StftParams& params);

/// (frames - 1) * hop samples, normalised by the summed squared window: istft(stft(x)) is x but for
/// rounding (and for the up to hop - 1 samples behind the last frame's centre). Fails as stft does.
Result<std::vector<float>> istft(const Stft& spectrum);

}  // namespace timbre::spectral
