#include "render/VelocityModel.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace timbre::render {

namespace {

constexpr int kHalf = 256;  // taps on either side of the middle one
constexpr int kBins = 512;  // places between 0 and Nyquist where the response is given

/// Linear phase, by sampling the wanted response and a Hann window; symmetric, so the upper half
/// says all.
std::vector<double> taps(double hertz, double dbPerOctave, SampleRate rate) {
  std::vector<double> gain(kBins);
  for (int b = 0; b < kBins; ++b) {
    const double frequency = (b + 0.5) * rate.hz / 2 / kBins;
    gain[b] = std::pow(10.0, -dbPerOctave * std::max(0.0, std::log2(frequency / hertz)) / 20);
  }
  std::vector<double> half(kHalf + 1);
  for (int n = 0; n <= kHalf; ++n) {
    double sum = 0;
    for (int b = 0; b < kBins; ++b)
      sum += gain[b] * std::cos(std::numbers::pi * (b + 0.5) * n / kBins);
    half[n] = sum / kBins * (0.5 + 0.5 * std::cos(std::numbers::pi * n / (kHalf + 1)));
  }
  return half;
}

}  // namespace

double tiltOf(int velocity) {
  static constexpr std::array<std::pair<int, double>, 5> kTable{
      {{25, 5}, {50, 3.6}, {75, 2.2}, {100, 1}, {127, 0}}};
  if (velocity <= kTable.front().first) return kTable.front().second;
  for (std::size_t i = 1; i < kTable.size(); ++i) {
    const auto [softer, steep] = kTable[i - 1];
    const auto [louder, flat] = kTable[i];
    if (velocity <= louder) return steep + (flat - steep) * (velocity - softer) / (louder - softer);
  }
  return 0;
}

audio::AudioClip tilted(const audio::AudioClip& clip, double hertz, double dbPerOctave) {
  if (dbPerOctave == 0) return clip;
  const auto filter = taps(hertz, dbPerOctave, clip.rate());
  const auto in = clip.samples();
  std::vector<double> padded(in.size() + 2 * kHalf);
  std::copy(in.begin(), in.end(), padded.begin() + kHalf);
  std::vector<float> out(in.size());
  for (std::size_t t = 0; t < out.size(); ++t) {
    const double* middle = padded.data() + t + kHalf;
    double sum = filter[0] * *middle;
    for (int n = 1; n <= kHalf; ++n) sum += filter[n] * (middle[n] + middle[-n]);
    out[t] = static_cast<float>(sum);
  }
  return {std::move(out), clip.rate()};
}

}  // namespace timbre::render
