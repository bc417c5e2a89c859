#include "analysis/Mfcc.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "spectral/Stft.h"

namespace timbre::analysis {
namespace {

constexpr int kBands = 40;
constexpr double kRangeDb = 80;

double melOf(double hertz) {
  return 2595 * std::log10(1 + hertz / 700);
}
double hertzOf(double mel) {
  return 700 * (std::pow(10, mel / 2595) - 1);
}

/// Powers of the bands, [frames x kBands].
std::vector<double> bandsOf(const spectral::Stft& stft, double rate) {
  const double top = melOf(rate / 2), binHertz = rate / stft.params.fft;
  std::vector<double> out(static_cast<std::size_t>(stft.frames) * kBands);
  for (int band = 0; band < kBands; ++band) {
    const auto edge = [&](int i) { return hertzOf(top * (band + i) / (kBands + 1)); };
    const double low = edge(0), middle = edge(1), high = edge(2);
    for (int bin = 0; bin < stft.bins; ++bin) {
      const double f = bin * binHertz;
      const double weight = std::min((f - low) / (middle - low), (high - f) / (high - middle));
      if (weight <= 0) continue;
      for (int t = 0; t < stft.frames; ++t)
        out[static_cast<std::size_t>(t) * kBands + band] += weight * std::norm(stft.at(bin, t));
    }
  }
  return out;
}

}  // namespace

Result<std::vector<Mfcc>> mfccOf(const audio::AudioClip& clip) {
  const auto stft = spectral::stft(clip.samples(), {});
  if (!stft) return tl::unexpected(stft.error());
  auto bands = bandsOf(*stft, clip.rate().hz);
  const double loudest = *std::max_element(bands.begin(), bands.end());
  for (double& b : bands)
    b = loudest > 0 ? 10 * std::log10(std::max(b / loudest, std::pow(10, -kRangeDb / 10)))
                    : -kRangeDb;
  std::vector<Mfcc> all(static_cast<std::size_t>(stft->frames));
  for (std::size_t t = 0; t < all.size(); ++t)
    for (int k = 1; k <= kMfccCount; ++k) {
      double sum = 0;
      for (int b = 0; b < kBands; ++b)
        sum += bands[t * kBands + static_cast<std::size_t>(b)] *
               std::cos(std::numbers::pi * k * (b + 0.5) / kBands);
      all[t][static_cast<std::size_t>(k - 1)] = std::sqrt(2.0 / kBands) * sum;
    }
  return all;
}

Result<double> mfccDistance(const audio::AudioClip& a, const audio::AudioClip& b) {
  if (a.rate() != b.rate())
    return fail(ErrorCode::Unsupported, "Sounds of different rates cannot be compared");
  const auto x = mfccOf(a), y = mfccOf(b);
  if (!x) return tl::unexpected(x.error());
  if (!y) return tl::unexpected(y.error());
  const std::size_t frames = std::min(x->size(), y->size());
  double sum = 0;
  for (std::size_t t = 0; t < frames; ++t) {
    double square = 0;
    for (std::size_t k = 0; k < kMfccCount; ++k) square += std::pow((*x)[t][k] - (*y)[t][k], 2);
    sum += std::sqrt(square);
  }
  return sum / static_cast<double>(frames);
}

}  // namespace timbre::analysis
