#include "spectral/LogSpectralDistance.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "spectral/ExceptionText.h"
#include "spectral/Stft.h"

namespace timbre::spectral {

namespace {

double peakOf(const Stft& spectrum) {
  float most = 0;
  for (const auto& cell : spectrum.cells) most = std::max(most, std::norm(cell));
  return most;
}

double distanceOf(const Stft& a, const Stft& b, double rangeDb) {
  const double peak = std::max(peakOf(a), peakOf(b));
  if (peak <= 0) return 0;
  const auto floor = static_cast<float>(peak * std::pow(10, -rangeDb / 10));
  std::vector<double> squares(a.frames);
  for (int bin = 0; bin < a.bins; ++bin) {
    for (int t = 0; t < a.frames; ++t) {
      const float ratio =
          std::max(std::norm(a.at(bin, t)), floor) / std::max(std::norm(b.at(bin, t)), floor);
      const double db = 10 * std::log10(ratio);
      squares[t] += db * db;
    }
  }
  double sum = 0;
  for (const double square : squares) sum += std::sqrt(square / a.bins);
  return sum / a.frames;
}

Result<double> measured(const audio::AudioClip& a, const audio::AudioClip& b, double rangeDb) {
  if (a.rate() != b.rate()) {
    return fail(ErrorCode::Unsupported, "The two sounds have different rates; resample one first");
  }
  const auto count = static_cast<int>(std::max(a.samples().size(), b.samples().size()));
  const auto first = audio::fitted(a, count), second = audio::fitted(b, count);
  constexpr std::array kSizes{512, 1024, 2048};
  double sum = 0;
  for (const int fft : kSizes) {
    const auto one = stft(first.samples(), {fft, fft / 4});
    if (!one) return tl::unexpected(one.error());
    const auto other = stft(second.samples(), {fft, fft / 4});
    if (!other) return tl::unexpected(other.error());
    sum += distanceOf(*one, *other, rangeDb);
  }
  return sum / kSizes.size();
}

}  // namespace

Result<double> logSpectralDistance(const audio::AudioClip& a, const audio::AudioClip& b,
                                   double rangeDb) {
  return catchExceptions(kExceptionText, [&] { return measured(a, b, rangeDb); });
}

}  // namespace timbre::spectral
