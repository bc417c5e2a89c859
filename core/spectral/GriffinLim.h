/// Sound from magnitudes alone: phases are guessed and made consistent step by step (Griffin and
/// Lim 1984).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "audio/AudioClip.h"
#include "base/Progress.h"
#include "base/Result.h"
#include "spectral/LogSpectrogram.h"
#include "spectral/Stft.h"

namespace timbre::spectral {

enum class StartPhase {
  HalfCircle,  ///< pi times a uniform number in [0, 1), as the paper's code
  Circle,      ///< 2 pi times a uniform number
  Peaks,  ///< every spectral peak turns steadily at its own frequency: close after a few iterations
  Pulses,  ///< as those of a train of pulses: all harmonics of one tone, told apart or not
};

enum class PeakScale {
  Absolute,  ///< the largest |sample| becomes 1
  Signed,    ///< the largest sample becomes 1, as the paper's code: a negative peak may be larger
  None,
};

/// The defaults are for listening while a slider moves; `paperGriffinLim()` for comparing with the
/// paper.
struct GriffinLimParams {
  StftParams stft;
  int iterations = 64;     ///< inverse transforms, 1 .. 100000
  double momentum = 0.99;  ///< 0: plain; up to 1: fast Griffin-Lim (Perraudin et al. 2013)
  StartPhase start = StartPhase::Peaks;
  double period = 0;  ///< Pulses: samples from one to the next, 2 or more
  PeakScale scale = PeakScale::Absolute;
  std::uint64_t seed = 1;  ///< the result depends on it and on nothing that changes from run to run
  bool operator==(const GriffinLimParams&) const = default;
};

/// 1000 iterations without momentum from half a circle of random phases.
GriffinLimParams paperGriffinLim();

/// `magnitudes`: [fft / 2 + 1 x frames], bin-major, >= 0. Gives (frames - 1) * hop samples: 65,280
/// for 256 frames of hop 256; silence stays silence. Listens to `progress` at each iteration. Any
/// thread, one core. BadFormat when magnitudes and frames do not fit or hold what is not a number,
/// Unsupported for parameters out of range, Cancelled.
Result<std::vector<float>> griffinLim(std::span<const float> magnitudes, int frames,
                                      const GriffinLimParams& params, Progress& progress);

/// The note of a picture: the same, cut or padded to `samples`.
Result<audio::AudioClip> soundOf(const LogSpectrogram& picture, const GriffinLimParams& params,
                                 Progress& progress, SampleRate rate = kModelRate,
                                 int samples = kNoteSamples);

/// How far the sound's magnitudes are from those asked for: || |STFT(samples)| - magnitudes || / ||
/// magnitudes ||, after the best common gain. 0 is perfect. Fails as griffinLim does.
Result<double> spectralConvergence(std::span<const float> samples,
                                   std::span<const float> magnitudes, int frames,
                                   const StftParams& params);

}  // namespace timbre::spectral
