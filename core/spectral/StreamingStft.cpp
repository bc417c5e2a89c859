#include "spectral/StreamingStft.h"

#include <algorithm>

#include "spectral/Padding.h"

namespace timbre::spectral {

Result<void> checkParams(const StftParams& params) {
  if (params.fft < 2 || params.fft > 65536 || params.fft % 2 != 0 || params.hop < 1 ||
      params.hop > params.fft / 2) {
    return fail(ErrorCode::Unsupported,
                "The transform needs an even length of 2 to 65536 samples and a hop of at most "
                "half that length");
  }
  return {};
}

StreamingStft::StreamingStft(const StftParams& params, int frames)
    : params_(params), frames_(frames), fft_(RealFft::of(params.fft)), frame_(params.fft) {
  const auto window = hannWindow(params.fft);
  window_.assign(window.begin(), window.end());
  Aligned<float> sum(paddedSize());
  for (int t = 0; t < frames_; ++t) {
    float* at = sum.data() + static_cast<std::size_t>(t) * params_.hop;
    for (int i = 0; i < params_.fft; ++i) at[i] += window_[i] * window_[i];
  }
  gain_.resize(soundSize());
  for (std::size_t i = 0; i < gain_.size(); ++i) {
    gain_[i] = 1 / (static_cast<float>(params_.fft) * sum[i + params_.fft / 2]);
  }
}

void StreamingStft::forward(const float* padded, std::complex<float>* cells) {
  for (int t = 0; t < frames_; ++t) {
    const float* at = padded + static_cast<std::size_t>(t) * params_.hop;
    for (int i = 0; i < params_.fft; ++i) frame_[i] = at[i] * window_[i];
    fft_->forward(frame_.data(), cells + stride() * t);
  }
}

void StreamingStft::inverse(std::complex<float>* cells, float* padded) {
  std::fill_n(padded, paddedSize(), 0.0f);
  for (int t = 0; t < frames_; ++t) {
    fft_->inverse(cells + stride() * t, frame_.data());
    float* at = padded + static_cast<std::size_t>(t) * params_.hop;
    for (int i = 0; i < params_.fft; ++i) at[i] += frame_[i] * window_[i];
  }
  float* sound = padded + params_.fft / 2;
  for (std::size_t i = 0; i < gain_.size(); ++i) sound[i] *= gain_[i];
  mirrorEnds(padded);
}

void StreamingStft::mirrorEnds(float* padded) const {
  const int pad = params_.fft / 2;
  const auto count = static_cast<std::int64_t>(soundSize());
  if (count == 0) return;
  float* sound = padded + pad;
  for (std::int64_t i = 1; i <= pad; ++i) {
    sound[-i] = sound[mirrored(-i, count)];
    sound[count - 1 + i] = sound[mirrored(count - 1 + i, count)];
  }
}

}  // namespace timbre::spectral
