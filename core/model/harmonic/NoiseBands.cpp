#include "model/harmonic/NoiseBands.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "model/harmonic/PortableMath.h"

namespace timbre::model::harmonic {
namespace {

constexpr int kBasicHop = 256;  // at the model's rate
constexpr float kNoiseFallDbPerOctave = 12;
constexpr float kBandHz = 62.5;

int hopAt(SampleRate rate) {
  int hop = kBasicHop;
  while (hop * 2 * kModelRate.hz <= kBasicHop * rate.hz) hop *= 2;
  return hop;
}

}  // namespace

NoiseBands::NoiseBands(SampleRate rate, std::uint64_t seed)
    : hop_(hopAt(rate)), seed_(scrambled(seed ^ 0x6e6f697365ULL)), tail_(hop_) {
  const int size = 2 * hop_;
  const double binHz = static_cast<double>(rate.hz) / size;
  binDb_ = static_cast<float>(10 * std::log10(2 * binHz / kBandHz));
  const auto& centres = noiseBandCentres();
  for (int b = 1; b < hop_; ++b) {
    const double hertz = b * binHz;
    const auto above = std::upper_bound(centres.begin() + 1, centres.end() - 1, hertz);
    const int band = static_cast<int>(above - centres.begin()) - 1;
    const double weight = (hertz - centres[band]) / (centres[band + 1] - centres[band]);
    const double octaves = std::max(0.0, std::log2(hertz / centres.back()));
    places_.push_back({band, static_cast<float>(std::clamp(weight, 0.0, 1.0)),
                       static_cast<float>(octaves) * kNoiseFallDbPerOctave});
  }
  for (int n = 0; n < size; ++n)
    window_.push_back(static_cast<float>(std::sin(std::numbers::pi * (n + 0.5) / size)));
  real_.resize(size);
  imaginary_.resize(size);
  for (int half = 1; half < size; half *= 2)
    for (int i = 0; i < half; ++i) {
      cosines_.push_back(static_cast<float>(std::cos(std::numbers::pi * i / half)));
      sines_.push_back(static_cast<float>(std::sin(std::numbers::pi * i / half)));
    }
  for (int n = 0; n < size; ++n) {
    int mirrored = 0;
    for (int bit = 1, from = size / 2; bit < size; bit *= 2, from /= 2)
      if ((n & bit) != 0) mirrored |= from;
    reversed_.push_back(static_cast<std::uint16_t>(mirrored));
  }
}

void NoiseBands::begin(const Levels& levels) {
  made_ = 0;
  makeSpectrum(levels);
  for (int n = 0; n < hop_; ++n) tail_[n] = real_[hop_ + n] * window_[hop_ + n];
}

void NoiseBands::add(const Levels& levels, std::span<float> out) {
  makeSpectrum(levels);
  for (int n = 0; n < hop_; ++n) {
    out[n] += tail_[n] + real_[n] * window_[n];
    tail_[n] = real_[hop_ + n] * window_[hop_ + n];
  }
}

/// The next spectrum's positive half, then its transform: the real part is the noise.
void NoiseBands::makeSpectrum(const Levels& levels) {
  std::fill(real_.begin(), real_.end(), 0.0F);
  std::fill(imaginary_.begin(), imaginary_.end(), 0.0F);
  const std::uint64_t first = seed_ + made_++ * static_cast<std::uint64_t>(hop_);
  for (int b = 1; b < hop_; ++b) {
    const Place& p = places_[b - 1];
    const float level =
        levels[p.band] + p.weight * (levels[p.band + 1] - levels[p.band]) - p.fallDb;
    if (level < kSilentDb) continue;
    const float amplitude = amplitudeOf(level + binDb_);
    const Direction at =
        directionOf(static_cast<std::uint32_t>(scrambled(first + static_cast<std::uint64_t>(b))));
    real_[reversed_[b]] = amplitude * at.cosine;
    imaginary_[reversed_[b]] = amplitude * at.sine;
  }
  transform();
}

/// In place, from bit-reversed order: sum of X[b] e^(2 pi i b n / size).
void NoiseBands::transform() {
  const int size = 2 * hop_;
  const float *cosine = cosines_.data(), *sine = sines_.data();
  for (int half = 1; half < size; cosine += half, sine += half, half *= 2) {
    for (int start = 0; start < size; start += 2 * half) {
      float *const r = real_.data() + start, *const i = imaginary_.data() + start;
      for (int n = 0; n < half; ++n) {
        const float tr = r[half + n] * cosine[n] - i[half + n] * sine[n];
        const float ti = r[half + n] * sine[n] + i[half + n] * cosine[n];
        r[half + n] = r[n] - tr;
        i[half + n] = i[n] - ti;
        r[n] += tr;
        i[n] += ti;
      }
    }
  }
}

}  // namespace timbre::model::harmonic
