#include "render/Qualities.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>
#include <vector>

#include "dataset/NoteInfo.h"

namespace timbre::render {

namespace {

constexpr double kNothingDb = -200;
constexpr std::size_t kFrame = 4096;  // a power of two

double levelDb(double powerRatio) {
  return powerRatio > 0 ? std::max(kNothingDb, 10 * std::log10(powerRatio)) : kNothingDb;
}

double rmsDb(const audio::AudioClip& clip, double from, double to, double peak) {
  const auto all = clip.samples();
  const auto first = std::min(all.size(), static_cast<std::size_t>(from * clip.rate().hz));
  const auto last = std::min(all.size(), static_cast<std::size_t>(to * clip.rate().hz));
  double sum = 0;
  for (std::size_t i = first; i < last; ++i) sum += double{all[i]} * all[i];
  return last > first && peak > 0 ? levelDb(sum / static_cast<double>(last - first) / (peak * peak))
                                  : kNothingDb;
}

/// In place, decimation in time. Small and slow beside FFTW, which belongs to another room; a note
/// needs 30 of them.
void fourier(std::vector<std::complex<double>>& x) {
  for (std::size_t i = 1, j = 0; i < x.size(); ++i) {
    std::size_t bit = x.size() / 2;
    for (; j & bit; bit /= 2) j ^= bit;
    j ^= bit;
    if (i < j) std::swap(x[i], x[j]);
  }
  for (std::size_t length = 2; length <= x.size(); length *= 2) {
    const auto turn = std::polar(1.0, -2 * std::numbers::pi / static_cast<double>(length));
    for (std::size_t start = 0; start < x.size(); start += length) {
      std::complex<double> w = 1;
      for (std::size_t k = start; k < start + length / 2; ++k, w *= turn) {
        const auto odd = x[k + length / 2] * w;
        x[k + length / 2] = x[k] - odd;
        x[k] += odd;
      }
    }
  }
}

/// Energy per bin over the whole note, Hann frames at half overlap.
std::vector<double> energies(const audio::AudioClip& clip) {
  std::vector<double> sum(kFrame / 2 + 1);
  std::vector<std::complex<double>> frame(kFrame);
  const auto all = clip.samples();
  for (std::size_t start = 0; start + kFrame <= all.size(); start += kFrame / 2) {
    for (std::size_t i = 0; i < kFrame; ++i)
      frame[i] = all[start + i] *
                 (0.5 - 0.5 * std::cos(2 * std::numbers::pi * static_cast<double>(i) / kFrame));
    fourier(frame);
    for (std::size_t b = 0; b < sum.size(); ++b) sum[b] += std::norm(frame[b]);
  }
  return sum;
}

}  // namespace

Measured measured(const audio::AudioClip& clip) {
  const double peak = audio::peakOf(clip);
  Measured m{rmsDb(clip, 2.80, 2.98, peak), rmsDb(clip, 3.85, 3.98, peak), 0, kNothingDb};
  const auto energy = energies(clip);
  const double hertzPerBin = static_cast<double>(clip.rate().hz) / kFrame;
  double total = 0;
  for (const double e : energy) total += e;
  if (total <= 0) return m;
  double below = 0;
  double above = 0;
  for (std::size_t b = 0; b < energy.size(); ++b) {
    const double hertz = static_cast<double>(b) * hertzPerBin;
    if (below < 0.95 * total) m.rolloffHz = hertz;
    below += energy[b];
    if (hertz > 2000) above += energy[b];
  }
  m.aboveTwoKDb = levelDb(above / total);
  return m;
}

std::bitset<10> qualitiesOf(const Measured& m) {
  enum { kBright = 0, kDark = 1, kFastDecay = 3, kLongRelease = 4 };
  static_assert(dataset::kQualities[kBright] == "bright" && dataset::kQualities[kDark] == "dark" &&
                dataset::kQualities[kFastDecay] == "fast_decay" &&
                dataset::kQualities[kLongRelease] == "long_release");
  std::bitset<10> set;
  set[kBright] = m.rolloffHz >= 2100;
  set[kDark] = m.aboveTwoKDb <= -27.4;
  set[kFastDecay] = m.heldEndDb <= -74.6;
  set[kLongRelease] = m.releasedDb >= -73;
  return set;
}

}  // namespace timbre::render
