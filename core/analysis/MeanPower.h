/// The mean power spectrum of a sound, and which of its bins belong to the harmonics of a pitch.
#pragma once

#include <vector>

#include "audio/AudioClip.h"
#include "base/Result.h"

namespace timbre::analysis {

/// |X|^2 of the Hann frames that lie within the clip, averaged over those within 40 dB of the
/// loudest one.
struct MeanPower {
  std::vector<double> bins;  ///< bin k stands at k * binHertz; fft / 2 + 1 of them
  double binHertz = 1;

  double hertz(std::size_t bin) const { return static_cast<double>(bin) * binHertz; }
  double total() const;
};

/// 4096 samples, or 8192 where the harmonics of `fundamental` (Hz) are too close for them at 16
/// kHz.
int frameFor(double fundamental, SampleRate rate);

/// BadFormat for an empty clip, Unsupported for an odd or absurd `fft`. Any thread.
Result<MeanPower> meanPower(const audio::AudioClip& clip, int fft);

/// The fundamental within 50 cents of `near` (Hz) whose first ten harmonics hold most of the
/// spectrum's square roots: refines a labelled pitch to the one that sounds.
double refinedFundamental(const MeanPower& spectrum, double near);

/// Around the n-th harmonic 1.5 % of its frequency (stiff strings stretch, players waver), at least
/// 2.5 bins, at most a quarter of the fundamental. Below half the fundamental nothing is harmonic.
bool isHarmonic(double hertz, double fundamental, double binHertz);

}  // namespace timbre::analysis
