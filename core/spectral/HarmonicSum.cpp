#include "spectral/HarmonicSum.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>
#include <span>

#include "audio/NoteLevels.h"
#include "spectral/Fft.h"

namespace timbre::spectral {
namespace {

constexpr int kSumFrames = 12;
constexpr double kFrameSeconds = 0.256;
constexpr double kNyquistShare = 0.9875;
constexpr int kHarmonics = 16;
constexpr double kDecay = 0.85;
constexpr double kLowestKey = 20.5;
constexpr double kStep = 0.1;  // keys
constexpr int kPitchSteps = 881;

double energyOf(std::span<const float> frame) {
  double sum = 0;
  for (const float x : frame) sum += double{x} * x;
  return sum;
}

std::vector<std::span<const float>> framesOf(std::span<const float> samples, std::size_t length) {
  std::vector<std::span<const float>> frames;
  std::vector<double> energies;
  for (int i = 0; i < kSumFrames; ++i) {
    const auto at = (samples.size() - length) * static_cast<std::size_t>(i) / (kSumFrames - 1);
    frames.push_back(samples.subspan(at, length));
    energies.push_back(energyOf(frames.back()));
    if (samples.size() == length) break;
  }
  const double least = *std::ranges::max_element(energies) * audio::kSoundingEnergy;
  std::vector<std::span<const float>> sounding;
  for (std::size_t i = 0; i < frames.size(); ++i)
    if (energies[i] > least) sounding.push_back(frames[i]);
  return sounding;
}

}  // namespace

MeanSpectrum::MeanSpectrum(const audio::AudioClip& clip) {
  const int rate = clip.rate().hz;
  const auto length = static_cast<std::size_t>(std::max(16.0, kFrameSeconds * rate));
  std::vector<float> samples(clip.samples().begin(), clip.samples().end());
  samples.resize(std::max(samples.size(), length));
  const int size = nextFastSize(static_cast<int>(2 * length));
  const auto bins = static_cast<std::size_t>(size) / 2 + 1;
  const auto fft = RealFft::of(size);
  Aligned<float> in(static_cast<std::size_t>(size), 0.0f);
  Aligned<std::complex<float>> out(alignedStride(bins));
  magnitudes_.assign(bins, 0.0f);
  binHertz_ = static_cast<double>(rate) / size;
  highest_ = kNyquistShare * rate / 2;
  const auto frames = framesOf(samples, length);
  for (const auto& frame : frames) {
    for (std::size_t i = 0; i < length; ++i)
      in[i] = frame[i] * static_cast<float>(
                             0.5 - 0.5 * std::cos(2 * std::numbers::pi * static_cast<double>(i) /
                                                  static_cast<double>(length - 1)));
    fft->forward(in.data(), out.data());
    double power = 0;
    for (std::size_t i = 0; i < bins; ++i) power += std::norm(out[i]);
    if (power <= 0) continue;
    const auto scale =
        static_cast<float>(1 / std::sqrt(power) / static_cast<double>(frames.size()));
    for (std::size_t i = 0; i < bins; ++i) magnitudes_[i] += std::abs(out[i]) * scale;
  }
  for (const float m : magnitudes_) {
    roots_.push_back(std::sqrt(m));
    loudest_ = std::max<double>(loudest_, m);
    energy_ += double{m} * m;
  }
}

double MeanSpectrum::rootAt(double hertz) const {
  const double at = hertz / binHertz_;
  const auto low = static_cast<std::size_t>(at);
  if (low + 1 >= roots_.size()) return 0;
  const double part = at - static_cast<double>(low);
  return roots_[low] * (1 - part) + roots_[low + 1] * part;
}

std::span<const float> MeanSpectrum::within(double hertz, double reach) const {
  const auto last = static_cast<std::ptrdiff_t>(magnitudes_.size()) - 1;
  const auto from = std::clamp<std::ptrdiff_t>(std::lround((hertz - reach) / binHertz_), 0, last);
  const auto to = std::clamp<std::ptrdiff_t>(std::lround((hertz + reach) / binHertz_), from, last);
  return std::span(magnitudes_)
      .subspan(static_cast<std::size_t>(from), static_cast<std::size_t>(to - from + 1));
}

double MeanSpectrum::levelNear(double hertz, double reach) const {
  return *std::ranges::max_element(within(hertz, reach));
}

double MeanSpectrum::floorAround(double hertz, double reach) const {
  const auto near = within(hertz, reach);
  std::vector<float> sorted(near.begin(), near.end());
  const auto quarter = sorted.begin() + std::ssize(sorted) / 4;
  std::ranges::nth_element(sorted, quarter);
  return *quarter;
}

std::vector<double> MeanSpectrum::harmonics(double fundamental, int count) const {
  std::vector<double> found;
  for (int n = 1; n <= count && n * fundamental <= highest_; ++n) {
    const double centre = n * fundamental;
    found.push_back(
        levelNear(centre, std::max(1.5 * binHertz_, std::min(0.02 * centre, 0.25 * fundamental))));
  }
  return found;
}

std::vector<Salience> harmonicSumPeaks(const MeanSpectrum& spectrum, int count) {
  std::vector<double> sums(kPitchSteps, 0.0);
  for (int i = 0; i < kPitchSteps; ++i) {
    const double fundamental = frequencyOf(MidiPitch(kLowestKey + kStep * i));
    double weight = 1;
    for (int n = 1; n <= kHarmonics && n * fundamental <= spectrum.highest(); ++n) {
      sums[static_cast<std::size_t>(i)] += weight * spectrum.rootAt(n * fundamental);
      weight *= kDecay;
    }
  }
  std::vector<Salience> peaks;
  for (std::size_t i = 1; i + 1 < sums.size(); ++i) {
    if (sums[i] <= sums[i - 1] || sums[i] < sums[i + 1]) continue;
    const double curve = sums[i - 1] - 2 * sums[i] + sums[i + 1];
    const double shift =
        curve < 0 ? std::clamp(0.5 * (sums[i - 1] - sums[i + 1]) / curve, -0.5, 0.5) : 0;
    peaks.push_back({MidiPitch(kLowestKey + kStep * (static_cast<double>(i) + shift)), sums[i]});
  }
  std::ranges::sort(peaks, std::greater(), &Salience::sum);
  if (std::ssize(peaks) > count) peaks.erase(peaks.begin() + count, peaks.end());
  return peaks;
}

std::optional<MidiPitch> harmonicSumPitch(const audio::AudioClip& clip) {
  const MeanSpectrum spectrum(clip);
  if (clip.empty() || spectrum.isSilent()) return std::nullopt;
  const auto peaks = harmonicSumPeaks(spectrum, 1);
  if (peaks.empty()) return std::nullopt;
  return peaks.front().pitch;
}

}  // namespace timbre::spectral
