/// The pitch of one note by subharmonic summation (Hermes 1988): the key whose harmonics hold most
/// of the spectrum's square roots. A tracker of another kind than YIN (audio/Pitch.h), with other
/// faults: it does not mind noise and weak fundamentals, and errs by octaves.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "audio/AudioClip.h"
#include "base/Units.h"

namespace timbre::spectral {

/// Mean magnitudes of up to twelve Hann frames of 256 ms over the sounding part, each frame of unit
/// energy; bins of 1.95 Hz at 16 kHz.
class MeanSpectrum {
 public:
  /// Frames more than 40 dB below the loudest are left out; a shorter clip is padded with zeros.
  explicit MeanSpectrum(const audio::AudioClip& clip);

  bool isSilent() const { return loudest_ <= 0; }
  double loudest() const { return loudest_; }  ///< the largest magnitude
  double energy() const { return energy_; }    ///< sum of the squares
  double binHertz() const { return binHertz_; }
  double highest() const { return highest_; }  ///< Hz: harmonics above are not looked for
  /// The square root of the magnitude there, between bins by a straight line.
  double rootAt(double hertz) const;
  /// The largest magnitude near each multiple of `fundamental`, 1 to `count` or up to highest():
  /// within 2 % (stiff strings stretch), at least 1.5 bins and at most a quarter of the
  /// fundamental.
  std::vector<double> harmonics(double fundamental, int count) const;
  /// The largest magnitude within `reach` Hz.
  double levelNear(double hertz, double reach) const;
  /// The lower quartile of the magnitudes within `reach` Hz: what lies between partials.
  double floorAround(double hertz, double reach) const;

 private:
  std::span<const float> within(double hertz, double reach) const;

  std::vector<float> magnitudes_;
  std::vector<float> roots_;
  double binHertz_ = 1;
  double highest_ = 0;
  double loudest_ = 0;
  double energy_ = 0;
};

struct Salience {
  MidiPitch pitch;
  double sum = 0;  ///< of the roots at the harmonics, weighted with 0.85^(n-1)
};

/// The peaks of the harmonic sum from A0 to C8, the highest first, at most `count`.
std::vector<Salience> harmonicSumPeaks(const MeanSpectrum& spectrum, int count);

/// The highest of them; none in silence. Any thread; about 5 ms for a 4 s note.
std::optional<MidiPitch> harmonicSumPitch(const audio::AudioClip& clip);

}  // namespace timbre::spectral
