/// YIN's difference function (de Cheveigné and Kawahara 2002) of one note, asked about any key.
#pragma once

#include <vector>

#include "audio/AudioClip.h"

namespace timbre::spectral {

/// The cumulative mean normalised difference of up to 24 frames of 74 ms that sound, spread over
/// the clip.
class Periodicity {
 public:
  /// `clip` at kModelRate; a shorter one than a frame is padded with zeros.
  explicit Periodicity(const audio::AudioClip& clip);

  /// Mean over the frames of the lowest difference within 40 cents of the period, in [0, 1]; 1 for
  /// keys below A0. High notes are a few samples long: they are asked at an odd multiple of their
  /// period, which is not a multiple of a period twice as long.
  double aperiodicityAt(double key) const;
  /// The share of frames whose difference there is below 0.2.
  double periodicShare(double key) const;
  /// Standard deviation of the frames' own periods within 1.5 semitones, in semitones; 1.5 where
  /// fewer than two frames have one.
  double drift(double key) const;
  /// Keys that the dips of the frames vote for, most votes first.
  std::vector<int> votedKeys() const;

 private:
  using Differences = std::vector<float>;
  struct Range {
    int from;
    int to;
  };
  static Differences differencesOf(const float* frame);
  static Range lagsOf(double key, double reach);

  std::vector<Differences> frames_;
};

}  // namespace timbre::spectral
