/// Short-time transforms of a fixed number of frames with nothing allocated per call.
#pragma once

#include <complex>
#include <cstddef>
#include <memory>
#include <span>

#include "base/Result.h"
#include "spectral/Fft.h"
#include "spectral/Stft.h"

namespace timbre::spectral {

Result<void> checkParams(const StftParams& params);

/// Cells are frame-major here, `stride()` apart, and 64-byte aligned; sound is padded by fft / 2 at
/// both ends. One thread at a time.
class StreamingStft {
 public:
  /// `params` checked, `frames` >= 1. Throws std::bad_alloc.
  StreamingStft(const StftParams& params, int frames);

  int frames() const { return frames_; }
  int bins() const { return params_.fft / 2 + 1; }
  std::size_t stride() const { return alignedStride(bins()); }
  std::size_t cellCount() const { return stride() * frames_; }
  /// (frames - 1) * hop: what an inverse transform gives.
  std::size_t soundSize() const { return static_cast<std::size_t>(frames_ - 1) * params_.hop; }
  std::size_t paddedSize() const { return soundSize() + params_.fft; }

  void forward(const float* padded, std::complex<float>* cells);
  /// Normalised by the summed squared window; both paddings mirror the sound. Overwrites `cells`.
  void inverse(std::complex<float>* cells, float* padded);

 private:
  void mirrorEnds(float* padded) const;

  StftParams params_;
  int frames_;
  std::shared_ptr<const RealFft> fft_;
  Aligned<float> window_;
  Aligned<float> frame_;
  Aligned<float> gain_;  // 1 / (fft * summed squared window), for each sample of the sound
};

}  // namespace timbre::spectral
