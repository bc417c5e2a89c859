#include "evaluation/PostFilterFrames.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "base/Units.h"
#include "spectral/Stft.h"

namespace timbre::evaluation {

using model::kPostFilterBins;
using model::PostFilterExamples;

namespace {

constexpr double kStretchSeconds = 1.5;

}  // namespace

int framesOf(const model::WaveNetConfig& config) {
  return kNoteSamples / config.hop;
}

int reachOf(const model::WaveNetConfig& config) {
  return (config.encoderContext() + config.hop - 1) / config.hop + 1;
}

Stretch stretchFrom(const model::WaveNetConfig& config, int begin) {
  const int frames = framesOf(config), reach = reachOf(config);
  const int wanted = static_cast<int>(std::lround(kStretchSeconds * kModelRate.hz / config.hop));
  const int length = std::min(frames, std::max(wanted, 4 * reach));
  Stretch stretch;
  stretch.begin = std::clamp(begin, 0, frames - length);
  stretch.end = stretch.begin + length;
  stretch.first = stretch.begin + (stretch.begin > 0 ? reach : 0);
  stretch.last = stretch.end - (stretch.end < frames ? reach : 0);
  return stretch;
}

Result<std::vector<std::int16_t>> postFilterSpectra(std::span<const float> samples, int hop,
                                                    int first, int frames) {
  // stft() mirrors what it is given: enough is given that no frame wanted reaches its ends.
  const int before = (model::kPostFilterWindow / 2 + hop - 1) / hop;
  const std::int64_t begin = static_cast<std::int64_t>(first - before) * hop + hop / 2;
  std::vector<float> piece(static_cast<std::size_t>(2 * before + frames) * hop);
  for (std::size_t i = 0; i < piece.size(); ++i) {
    const std::int64_t at = begin + static_cast<std::int64_t>(i);
    if (at >= 0 && at < static_cast<std::int64_t>(samples.size()))
      piece[i] = samples[static_cast<std::size_t>(at)];
  }
  const auto spectrum = spectral::stft(piece, {model::kPostFilterWindow, hop});
  if (!spectrum) return tl::unexpected(spectrum.error());
  std::vector<std::int16_t> steps(static_cast<std::size_t>(frames) * kPostFilterBins);
  for (int f = 0; f < frames; ++f)
    for (int b = 0; b < kPostFilterBins; ++b) {
      const float size = std::max(model::kPostFilterFloor, std::abs(spectrum->at(b, before + f)));
      constexpr float kMost = 32767 * PostFilterExamples::kStep;  // a sine of amplitude 190,000
      steps[static_cast<std::size_t>(f) * kPostFilterBins + static_cast<std::size_t>(b)] =
          static_cast<std::int16_t>(
              std::lround(std::min(std::log10(size), kMost) / PostFilterExamples::kStep));
    }
  return steps;
}

}  // namespace timbre::evaluation
