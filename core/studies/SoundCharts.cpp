#include "studies/SoundCharts.h"

#include <algorithm>
#include <cmath>

#include "analysis/EnvelopeShape.h"
#include "spectral/LogSpectrogram.h"
#include "spectral/Rainbowgram.h"

namespace timbre::studies {
namespace {

constexpr double kShownDb = 80;
constexpr double kLowestDb = -70;
constexpr int kShownBins = 256;  // up to 4 kHz

Chart pictureChart(const ShownSound& sound, double seconds) {
  Chart chart;
  chart.title = sound.title.shown;
  chart.sound = sound.name;
  chart.x = {.title = "Time (s)", .low = 0, .high = seconds};
  return chart;
}

}  // namespace

Result<std::vector<Chart>> rainbowgramCharts(std::span<const ShownSound> sounds,
                                             Progress& progress) {
  std::vector<spectral::Rainbowgram> pictures;
  for (const auto& sound : sounds) {
    auto picture = spectral::rainbowgram(sound.clip, {}, progress);
    if (!picture) return tl::unexpected(picture.error());
    pictures.push_back(std::move(*picture));
  }
  const auto reference = spectral::commonReference(pictures);
  std::vector<Chart> charts;
  for (std::size_t i = 0; i < sounds.size(); ++i) {
    auto& picture = pictures[i];
    if (reference && picture.referencePower > 0) {
      const double offset = 10 * std::log10(picture.referencePower / *reference);
      for (float& level : picture.levelDb)
        level = std::max(static_cast<float>(picture.floorDb), level + static_cast<float>(offset));
      picture.referencePower = *reference;
    }
    Chart chart = pictureChart(sounds[i], picture.secondsOf(picture.frames));
    chart.y = {.title = "Frequency (Hz)",
               .log = true,
               .low = spectral::frequencyOfBin(picture, -0.5),
               .high = spectral::frequencyOfBin(picture, picture.bins - 0.5)};
    chart.picture = Picture{
        spectral::coloured(picture, {.map = spectral::ColourMap::Rainbow, .stretch = false})};
    charts.push_back(std::move(chart));
  }
  return charts;
}

Result<std::vector<Chart>> spectrogramCharts(std::span<const ShownSound> sounds) {
  std::vector<Chart> charts;
  for (const auto& sound : sounds) {
    const auto picture = spectral::logSpectrogram(sound.clip);
    if (!picture) return tl::unexpected(picture.error());
    const int frames = std::min(
        picture->frames, static_cast<int>(sound.clip.samples().size()) / picture->params.hop);
    spectral::RgbaImage image{frames, kShownBins, {}};
    for (int bin = kShownBins; bin-- > 0;)
      for (int frame = 0; frame < frames; ++frame) {
        const double db = (picture->at(bin, frame) - 1) * spectral::kLogSpectrogramRange;
        const auto level = static_cast<float>(std::max(0.0, 1 + db / kShownDb));
        for (const auto part : spectral::colourOf(spectral::ColourMap::Print, 0, level))
          image.pixels.push_back(part);
        image.pixels.push_back(255);
      }
    Chart chart = pictureChart(sound, sound.clip.seconds());
    chart.y = {.title = "Frequency (Hz)", .low = 0, .high = 4000};
    chart.picture = Picture{.image = std::move(image), .ink = true};
    charts.push_back(std::move(chart));
  }
  return charts;
}

Chart waveformChart(const ShownSound& sound, double begin, double seconds) {
  Chart chart;
  chart.title = sound.title.shown;
  chart.sound = sound.name;
  chart.x = {.title = "Time (ms)"};
  chart.y = {.title = "Amplitude"};
  Series curve;
  const double rate = sound.clip.rate().hz;
  const auto samples = sound.clip.samples();
  const auto first = static_cast<std::size_t>(begin * rate);
  const auto last = std::min(samples.size(), static_cast<std::size_t>((begin + seconds) * rate));
  for (std::size_t i = first; i < last; ++i) {
    curve.x.push_back(1000 * static_cast<double>(i) / rate);
    curve.y.push_back(samples[i]);
  }
  chart.series.push_back(std::move(curve));
  return chart;
}

Chart envelopeChart(std::span<const ShownSound> sounds) {
  Chart chart;
  chart.x = {.title = "Time (s)"};
  chart.y = {.title = "Level (dB re full scale)", .low = kLowestDb, .high = 0};
  for (const auto& sound : sounds) {
    Series curve;
    curve.name = sound.title.shown;
    const auto levels = analysis::envelopeOf(sound.clip);
    for (std::size_t i = 0; i < levels.size(); ++i) {
      curve.x.push_back(analysis::kEnvelopeHop * static_cast<double>(i));
      curve.y.push_back(std::max(kLowestDb, decibels(std::max(1e-9, levels[i]))));
    }
    chart.series.push_back(std::move(curve));
  }
  return chart;
}

}  // namespace timbre::studies
