#include "spectral/LogSpectrogram.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "spectral/ExceptionText.h"

namespace timbre::spectral {

namespace {

constexpr float kLeastPower = 1e-13f;

LogSpectrogram pictureOf(const Stft& spectrum) {
  LogSpectrogram picture{spectrum.params, spectrum.bins - 1, 0, {}};
  picture.frames = static_cast<int>(std::bit_ceil(static_cast<unsigned>(spectrum.frames)));
  picture.values.assign(static_cast<std::size_t>(picture.bins) * picture.frames, 0.0f);
  float most = 0;
  for (const auto& cell : spectrum.cells) most = std::max(most, std::norm(cell));
  if (!(most > kLeastPower)) return picture;
  const float reference = 10 * std::log10(most);
  for (int bin = 0; bin < picture.bins; ++bin) {
    float* row = picture.values.data() + static_cast<std::size_t>(bin) * picture.frames;
    for (int t = 0; t < spectrum.frames; ++t) {
      const float power = std::max(std::norm(spectrum.at(bin, t)), kLeastPower);
      const float db = std::max(10 * std::log10(power) - reference, -kLogSpectrogramRange);
      row[t] = db / kLogSpectrogramRange + 1;
    }
  }
  return picture;
}

}  // namespace

Result<LogSpectrogram> logSpectrogram(const audio::AudioClip& clip, const StftParams& params) {
  return catchExceptions(kExceptionText, [&]() -> Result<LogSpectrogram> {
    auto spectrum = stft(clip.samples(), params);
    if (!spectrum) return tl::unexpected(std::move(spectrum).error());
    return pictureOf(*spectrum);
  });
}

std::vector<float> magnitudesOf(const LogSpectrogram& picture) {
  const float quietest = std::pow(10.0f, -kLogSpectrogramRange / 20);
  std::vector<float> result(picture.values.size() + picture.frames, quietest);
  std::transform(picture.values.begin(), picture.values.end(), result.begin(),
                 [](float m) { return std::pow(10.0f, (m - 1) * kLogSpectrogramRange / 20); });
  return result;
}

}  // namespace timbre::spectral
