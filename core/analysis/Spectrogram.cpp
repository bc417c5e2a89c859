#include "analysis/Spectrogram.h"

#include <algorithm>
#include <cmath>

#include "base/Units.h"
#include "spectral/Stft.h"

namespace timbre::analysis {
namespace {

constexpr double kLeastPower = 1e-7;  // -140 dB

Result<void> check(const audio::AudioClip& clip, const SpectrogramParams& params) {
  const bool sizes = params.fft >= 64 && params.fft <= 16384 && params.fft % 2 == 0 &&
                     params.hop >= 1 && params.hop <= params.fft / 2;
  if (!sizes || params.rows < 2 || params.rows > 2048)
    return fail(ErrorCode::Unsupported, "A spectrogram takes windows of 64 to 16384 samples");
  if (!(params.lowest > 0 && params.lowest < clip.rate().hz / 2.0))
    return fail(ErrorCode::Unsupported,
                "The lowest frequency must lie above 0 Hz and below half the sample rate");
  return {};
}

/// What one row reads of a column: a stretch of bins, or a place between two.
struct Reach {
  double from;
  double to;
};

double amplitudeIn(const std::vector<float>& column, const Reach& reach) {
  const auto last = static_cast<double>(column.size() - 1);
  const double middle = std::clamp((reach.from + reach.to) / 2, 0.0, last);
  const auto low = static_cast<std::size_t>(middle);
  const double share = middle - static_cast<double>(low);
  const std::size_t high = std::min(low + 1, column.size() - 1);
  double most = column[low] * (1 - share) + column[high] * share;
  for (double bin = std::max(std::ceil(reach.from), 0.0); bin <= std::min(reach.to, last); ++bin)
    most = std::max(most, double{column[static_cast<std::size_t>(bin)]});
  return most;
}

}  // namespace

double Spectrogram::hertzOf(double row) const {
  const double share = row / (rows - 1);
  return axis == FrequencyAxis::Linear ? lowest + (highest - lowest) * share
                                       : lowest * std::pow(highest / lowest, share);
}

Result<Spectrogram> spectrogram(const audio::AudioClip& clip, const SpectrogramParams& params,
                                Progress& progress) {
  if (const auto good = check(clip, params); !good) return tl::unexpected(good.error());
  const auto cells = spectral::stft(clip.samples(), {params.fft, params.hop});
  if (!cells) return tl::unexpected(cells.error());
  const bool linear = params.axis == FrequencyAxis::Linear;
  Spectrogram picture;
  picture.rows = params.rows;
  picture.columns = cells->frames;
  picture.stepSeconds = static_cast<double>(params.hop) / clip.rate().hz;
  picture.lowest = linear ? 0 : params.lowest;
  picture.highest = clip.rate().hz / 2.0;
  picture.axis = params.axis;
  picture.levelDb.resize(static_cast<std::size_t>(picture.rows) * picture.columns);
  const double binHertz = static_cast<double>(clip.rate().hz) / params.fft;
  const auto scale = 4 / static_cast<float>(params.fft);
  std::vector<float> column(static_cast<std::size_t>(cells->bins));
  for (int frame = 0; frame < cells->frames; ++frame) {
    if (progress.cancelled()) return cancelled();
    for (int bin = 0; bin < cells->bins; ++bin)
      column[static_cast<std::size_t>(bin)] = scale * std::abs(cells->at(bin, frame));
    for (int row = 0; row < picture.rows; ++row) {
      const Reach reach{picture.hertzOf(row - 0.5) / binHertz,
                        picture.hertzOf(row + 0.5) / binHertz};
      picture.levelDb[static_cast<std::size_t>(row) * picture.columns + frame] =
          static_cast<float>(decibels(std::max(amplitudeIn(column, reach), kLeastPower)));
    }
    progress.advanced((frame + 1.0) / cells->frames);
  }
  return picture;
}

}  // namespace timbre::analysis
