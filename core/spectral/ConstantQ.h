/// The constant-Q transform behind the rainbowgram: the closed form evaluated at the full rate for
/// every bin.
#pragma once

#include <complex>
#include <cstddef>
#include <span>
#include <vector>

#include "audio/AudioClip.h"
#include "base/Progress.h"
#include "base/Result.h"
#include "base/Units.h"

namespace timbre::spectral {

/// What stands before the first and after the last sample: nothing, or the sound mirrored (as the
/// original picture).
enum class Edge { Zeros, Mirror };

/// What one bin's share of the octave is, relative to its centre; with r = 2^(1 / binsPerOctave):
enum class Bandwidth {
  Symmetric,  ///< (r^2 - 1) / (r^2 + 1), from half a bin below to half a bin above (librosa since
              ///< 0.9)
  Upward,  ///< r - 1, from the centre to the next bin's (librosa up to 0.8); kernels 0.9 % shorter
};

/// The defaults are the paper's: C2 to 4.1 kHz in steps of 30 cents, a column every 16 ms at 16
/// kHz.
struct ConstantQParams {
  int bins = 240;               ///< 1 .. 4096
  int binsPerOctave = 40;       ///< 1 .. 480
  int hop = 256;                ///< samples from one column to the next, 1 .. 65536
  double lowest = 65.40639133;  ///< Hz, centre of bin 0
  double filterScale = 0.8;     ///< length of the kernels: Q = filterScale / bandwidth
  Edge edge = Edge::Zeros;
  Bandwidth bandwidth = Bandwidth::Symmetric;
  bool operator==(const ConstantQParams&) const = default;
};

/// As the picture was first made: mirrored edges, Upward bandwidth.
ConstantQParams originalConstantQ();

/// Complex cells, bin-major: the frames of bin 0 (lowest) first. Frame t is centred on sample t *
/// hop. A sine of amplitude 1 on a bin's centre has the magnitude sqrt(kernelLength) / 2 there.
struct ConstantQ {
  ConstantQParams params;
  SampleRate rate = kModelRate;
  int bins = 0;
  int frames = 0;  ///< 1 + samples / hop
  std::vector<std::complex<float>> cells;

  std::complex<float> at(int bin, int frame) const {
    return cells[static_cast<std::size_t>(bin) * frames + frame];
  }
  std::span<const std::complex<float>> row(int bin) const {
    return std::span(cells).subspan(static_cast<std::size_t>(bin) * frames, frames);
  }
};

/// Hz at the centre of `bin`, which may be fractional or outside the picture.
double frequencyOfBin(const ConstantQParams& params, double bin);
/// The fractional bin of `hertz` > 0; negative below the picture.
double binOfFrequency(const ConstantQParams& params, double hertz);
/// Samples, a real number, that the kernel of `bin` spans: Q * rate / f.
double kernelLength(const ConstantQParams& params, SampleRate rate, int bin);

/// C[k,t] = sqrt(N_k) * sum_m h_k[m] exp(-2 pi i f_k m / rate) x[t hop + m], h_k a periodic Hann
/// window of n = 2 floor(N_k / 2) + 1 samples of sum 1 from m = -(n + 1) / 2 on, N_k =
/// kernelLength. Within 1e-6 (relative L2) of that sum in double. Any length: the sound is taken in
/// blocks, memory is the result's and a constant. Bins at or above half the rate hold zeros.
/// Kernels are kept for the next call (a first call with new parameters or a new rate costs a tenth
/// of a second). Any thread. BadFormat for an empty clip or samples that are not numbers,
/// Unsupported for parameters out of range or kernels beyond two million samples, Cancelled.
Result<ConstantQ> constantQ(const audio::AudioClip& clip, const ConstantQParams& params,
                            Progress& progress);

}  // namespace timbre::spectral
