/// What the baseline autoencoder sees and paints: log magnitudes in [0, 1], 120 dB deep.
#pragma once

#include <cstddef>
#include <vector>

#include "audio/AudioClip.h"
#include "base/Result.h"
#include "spectral/Stft.h"

namespace timbre::spectral {

/// [bins x frames], bin-major. For a 4 s note at 16 kHz: 512 x 256 (251 columns of sound, then
/// padding of 0). The highest bin of the transform is left out. 1 is the loudest cell of the note:
/// absolute level is not kept.
struct LogSpectrogram {
  StftParams params;
  int bins = 0;    ///< fft / 2
  int frames = 0;  ///< a power of two
  std::vector<float> values;

  float at(int bin, int frame) const {
    return values[static_cast<std::size_t>(bin) * frames + frame];
  }
};

/// Decibels below the loudest cell that still count; 0 in the picture.
inline constexpr float kLogSpectrogramRange = 120.0f;

/// max(-120, dB below the loudest cell) / 120 + 1. A silent clip gives 0 everywhere (-120 dB); the
/// formula of the paper's code would give 1 everywhere. Any rate and length; for the networks bring
/// 64,000 samples at 16 kHz. Any thread. Fails as stft does.
Result<LogSpectrogram> logSpectrogram(const audio::AudioClip& clip, const StftParams& params = {});

/// 10^((m - 1) * 120 / 20), [bins + 1 x frames], bin-major, the missing top bin at -120 dB (1e-6).
std::vector<float> magnitudesOf(const LogSpectrogram& picture);

}  // namespace timbre::spectral
