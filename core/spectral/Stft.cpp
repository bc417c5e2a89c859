#include "spectral/Stft.h"

#include <cmath>
#include <numbers>

#include "spectral/ExceptionText.h"
#include "spectral/Padding.h"
#include "spectral/StreamingStft.h"

namespace timbre::spectral {

namespace {

constexpr std::size_t kMostStftCells = std::size_t{1} << 31;

Aligned<float> padded(std::span<const float> samples, const StreamingStft& frames, int pad) {
  const auto count = static_cast<std::int64_t>(samples.size());
  Aligned<float> result(frames.paddedSize());
  for (std::size_t i = 0; i < result.size(); ++i) {
    const std::int64_t at = static_cast<std::int64_t>(i) - pad;
    result[i] = at >= 0 && at < count ? samples[at] : samples[mirrored(at, count)];
  }
  return result;
}

Result<Stft> transformed(std::span<const float> samples, const StftParams& params) {
  if (auto good = checkParams(params); !good) return tl::unexpected(good.error());
  if (samples.empty()) return fail(ErrorCode::BadFormat, "The sound is empty; choose another one");
  const std::size_t count = 1 + samples.size() / params.hop;
  if (count > kMostStftCells / (params.fft / 2 + 1)) {
    return fail(ErrorCode::Unsupported, "The sound is too long for one transform; cut it");
  }
  StreamingStft frames(params, static_cast<int>(count));
  const auto sound = padded(samples, frames, params.fft / 2);
  Aligned<std::complex<float>> cells(frames.cellCount());
  frames.forward(sound.data(), cells.data());
  Stft result{params, frames.bins(), frames.frames(), {}};
  result.cells.resize(count * result.bins);
  for (int bin = 0; bin < result.bins; ++bin) {
    auto* row = result.cells.data() + count * bin;
    for (std::size_t t = 0; t < count; ++t) row[t] = cells[frames.stride() * t + bin];
  }
  return result;
}

Result<std::vector<float>> sounded(const Stft& spectrum) {
  if (auto good = checkParams(spectrum.params); !good) return tl::unexpected(good.error());
  if (spectrum.frames < 1 || spectrum.bins != spectrum.params.fft / 2 + 1 ||
      spectrum.cells.size() != static_cast<std::size_t>(spectrum.bins) * spectrum.frames) {
    return fail(ErrorCode::BadFormat, "The spectrum's bins and frames do not fit its cells");
  }
  StreamingStft frames(spectrum.params, spectrum.frames);
  Aligned<std::complex<float>> cells(frames.cellCount());
  for (int bin = 0; bin < spectrum.bins; ++bin) {
    for (int t = 0; t < spectrum.frames; ++t) {
      cells[frames.stride() * t + bin] = spectrum.at(bin, t);
    }
  }
  Aligned<float> sound(frames.paddedSize());
  frames.inverse(cells.data(), sound.data());
  const float* first = sound.data() + spectrum.params.fft / 2;
  return std::vector<float>(first, first + frames.soundSize());
}

}  // namespace

std::vector<float> hannWindow(int fft) {
  std::vector<float> window(fft);
  for (int i = 0; i < fft; ++i) {
    window[i] = static_cast<float>(0.5 - 0.5 * std::cos(2 * std::numbers::pi * i / fft));
  }
  return window;
}

Result<Stft> stft(std::span<const float> samples, const StftParams& params) {
  return catchExceptions(kExceptionText, [&] { return transformed(samples, params); });
}

Result<std::vector<float>> istft(const Stft& spectrum) {
  return catchExceptions(kExceptionText, [&] { return sounded(spectrum); });
}

}  // namespace timbre::spectral
