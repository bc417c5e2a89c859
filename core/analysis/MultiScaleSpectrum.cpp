#include "analysis/MultiScaleSpectrum.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "analysis/ExceptionText.h"
#include "spectral/Stft.h"

namespace timbre::analysis {
namespace {

SpectrumDistance distanceOf(const spectral::Stft& original, const spectral::Stft& other) {
  float peak = 0;
  for (const auto& cell : original.cells) peak = std::max(peak, std::norm(cell));
  const float floor = peak * static_cast<float>(std::pow(10, -kSoundingRangeDb / 10));
  if (!(floor > 0)) return {};
  double all = 0, sounding = 0;
  std::size_t count = 0;
  for (std::size_t i = 0; i < original.cells.size(); ++i) {
    const float a = std::norm(original.cells[i]);
    const float b = std::max(std::norm(other.cells[i]), floor);
    const double difference = std::abs(10 * std::log10(std::max(a, floor) / b));
    all += difference;
    if (a <= floor) continue;
    sounding += difference;
    ++count;
  }
  return {all / static_cast<double>(original.cells.size()),
          count > 0 ? sounding / static_cast<double>(count) : 0};
}

Result<SpectrumDistance> distanceOver(const audio::AudioClip& original,
                                      const audio::AudioClip& other) {
  if (original.rate() != other.rate())
    return fail(ErrorCode::Unsupported, "The two sounds have different rates; resample one first");
  const auto count = static_cast<int>(std::max(original.samples().size(), other.samples().size()));
  const auto first = audio::fitted(original, count), second = audio::fitted(other, count);
  constexpr std::array kSizes{256, 512, 1024, 2048, 4096};
  SpectrumDistance mean;
  for (const int fft : kSizes) {
    const auto a = spectral::stft(first.samples(), {fft, fft / 4});
    if (!a) return tl::unexpected(a.error());
    const auto b = spectral::stft(second.samples(), {fft, fft / 4});
    if (!b) return tl::unexpected(b.error());
    const SpectrumDistance one = distanceOf(*a, *b);
    mean.allCells += one.allCells / kSizes.size();
    mean.soundingCells += one.soundingCells / kSizes.size();
  }
  return mean;
}

}  // namespace

Result<SpectrumDistance> multiScaleSpectrumDistance(const audio::AudioClip& original,
                                                    const audio::AudioClip& other) {
  return catchExceptions(kExceptionText, [&] { return distanceOver(original, other); });
}

}  // namespace timbre::analysis
