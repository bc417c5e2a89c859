/// A spectrogram by the short-time Fourier transform, on a linear or a logarithmic axis.
#pragma once

#include <cstddef>
#include <vector>

#include "audio/AudioClip.h"
#include "base/Progress.h"
#include "base/Result.h"

namespace timbre::analysis {

enum class FrequencyAxis { Linear, Logarithmic };

struct SpectrogramParams {
  int fft = 1024;  ///< samples of the Hann window, even, 64 .. 16384
  int hop = 128;   ///< samples, at most fft / 2
  int rows = 256;  ///< 2 .. 2048
  FrequencyAxis axis = FrequencyAxis::Logarithmic;
  double lowest = 32.7;  ///< Hz of the lowest row; on the linear axis it is 0
  bool operator==(const SpectrogramParams&) const = default;
};

/// [rows x columns], row-major, the lowest frequency first. Columns lie hop / rate seconds apart,
/// the first at 0 s.
struct Spectrogram {
  int rows = 0;
  int columns = 0;
  double stepSeconds = 0;
  double lowest = 0;   ///< Hz, the middle of row 0
  double highest = 0;  ///< Hz, the middle of the last row: half the rate
  FrequencyAxis axis = FrequencyAxis::Logarithmic;
  std::vector<float> levelDb;  ///< a sine of amplitude 1 on a bin has 0 dB; at least -140

  float at(int row, int column) const {
    return levelDb[static_cast<std::size_t>(row) * columns + column];
  }
  double hertzOf(double row) const;
};

/// A row is as loud as the loudest bin within it; where bins lie further apart than rows, it lies
/// on a line between two. Any thread; some 20 ms for a 4 s note. Fails as spectral::stft;
/// Unsupported for parameters out of range; Cancelled.
Result<Spectrogram> spectrogram(const audio::AudioClip& clip, const SpectrogramParams& params,
                                Progress& progress);

}  // namespace timbre::analysis
