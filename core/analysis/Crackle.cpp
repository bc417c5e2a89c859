#include "analysis/Crackle.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "analysis/ExceptionText.h"
#include "base/Units.h"
#include "spectral/Stft.h"

namespace timbre::analysis {
namespace {

constexpr double kFrom = 4000;            // Hz
constexpr double kCrestFrame = 0.032;     // s
constexpr double kSoundingTreble = 1e-4;  // of the loudest frame's power up there
constexpr double kAudible = 1e-6;         // of the clip's power
constexpr spectral::StftParams kTransform{1024, 256};

double powerOf(std::span<const float> x) {
  double power = 0;
  for (const float s : x) power += double{s} * s;
  return power;
}

std::optional<double> meanCrest(std::span<const float> treble, std::size_t frame) {
  struct CrestFrame {
    double power = 0;
    float peak = 0;
  };
  std::vector<CrestFrame> frames;
  double loudest = 0;
  for (; treble.size() >= frame; treble = treble.subspan(frame)) {
    CrestFrame one{powerOf(treble.first(frame)), 0};
    for (const float s : treble.first(frame)) one.peak = std::max(one.peak, std::abs(s));
    loudest = std::max(loudest, one.power);
    frames.push_back(one);
  }
  double sum = 0;
  int count = 0;
  for (const CrestFrame& one : frames) {
    if (one.power <= kSoundingTreble * loudest) continue;
    sum += decibels(one.peak / std::sqrt(one.power / static_cast<double>(frame)));
    ++count;
  }
  return count > 0 ? std::optional(sum / count) : std::nullopt;
}

Result<std::optional<double>> measured(const audio::AudioClip& clip) {
  auto cells = spectral::stft(clip.samples(), kTransform);
  if (!cells) return tl::unexpected(cells.error());
  const double binHertz = static_cast<double>(clip.rate().hz) / kTransform.fft;
  const auto above = std::min(cells->bins, static_cast<int>(std::ceil(kFrom / binHertz)));
  std::fill_n(cells->cells.begin(), static_cast<std::ptrdiff_t>(above) * cells->frames, 0.0f);
  const auto treble = spectral::istft(*cells);
  if (!treble) return tl::unexpected(treble.error());
  if (powerOf(*treble) <= kAudible * powerOf(clip.samples())) return std::nullopt;
  return meanCrest(*treble, static_cast<std::size_t>(kCrestFrame * clip.rate().hz));
}

}  // namespace

Result<std::optional<double>> trebleCrest(const audio::AudioClip& clip) {
  return catchExceptions(kExceptionText, [&] { return measured(clip); });
}

}  // namespace timbre::analysis
