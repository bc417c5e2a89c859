#include "spectral/PhaseInitialization.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>
#include <vector>

namespace timbre::spectral {

namespace {

constexpr float kTwoPi = static_cast<float>(2 * std::numbers::pi);

// Carries the phase at the centre of the window, bin by bin, from frame to frame.
class PeakFollower {
 public:
  PeakFollower(const StftParams& params, std::uint64_t seed)
      : params_(params),
        bins_(params.fft / 2 + 1),
        phase_(bins_),
        advance_(bins_),
        nextPhase_(bins_),
        nextAdvance_(bins_) {
    Uniform uniform(seed);
    for (int k = 0; k < bins_; ++k) {
      phase_[k] = kTwoPi * uniform.next();
      advance_[k] = advanceAt(static_cast<float>(k));
    }
  }

  void follow(const float* magnitudes, std::complex<float>* cells) {
    int from = 0;
    while (from < bins_) {
      int peak = from;
      while (peak + 1 < bins_ && magnitudes[peak + 1] >= magnitudes[peak]) ++peak;
      int to = peak + 1;
      while (to < bins_ && magnitudes[to] < magnitudes[to - 1]) ++to;
      turn(magnitudes, peak, from, to, cells);
      from = to;
    }
    std::swap(phase_, nextPhase_);
    std::swap(advance_, nextAdvance_);
  }

 private:
  float advanceAt(float bin) const {
    return kTwoPi * static_cast<float>(params_.hop) * bin / static_cast<float>(params_.fft);
  }

  // How far beyond `peak` a sine lies that a Hann window shows with these magnitudes: exact for a
  // lone steady one.
  float offsetAt(const float* magnitudes, int peak) const {
    if (peak == 0 || peak + 1 >= bins_ || !(magnitudes[peak] > 0)) return 0;
    const bool right = magnitudes[peak + 1] > magnitudes[peak - 1];
    const float ratio = magnitudes[right ? peak + 1 : peak - 1] / magnitudes[peak];
    const float offset = std::clamp((2 * ratio - 1) / (ratio + 1), 0.0f, 0.5f);
    return right ? offset : -offset;
  }

  void turn(const float* magnitudes, int peak, int from, int to, std::complex<float>* cells) {
    const float centre = static_cast<float>(peak) + offsetAt(magnitudes, peak);
    const float advance = advanceAt(centre);
    const float phase = std::remainder(phase_[peak] + (advance + advance_[peak]) / 2, kTwoPi);
    const std::complex<float> even = std::polar(1.0f, phase);
    for (int k = from; k < to; ++k) {
      nextPhase_[k] = phase;
      nextAdvance_[k] = advance;
      // A transform starts at the window's edge, not at its centre: every other bin turns round. So
      // does every other side lobe of the window, from two bins off the centre on.
      const float away = std::abs(static_cast<float>(k) - centre);
      const bool lobe = away > 2 && static_cast<int>(away) % 2 == 0;
      const bool odd = (k % 2 != 0) != lobe;
      cells[k] = (odd ? -magnitudes[k] : magnitudes[k]) * even;
    }
  }

  StftParams params_;
  int bins_;
  std::vector<float> phase_, advance_, nextPhase_, nextAdvance_;
};

}  // namespace

float Uniform::next() {
  std::uint64_t z = (state_ += 0x9E3779B97F4A7C15u);
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  z ^= z >> 31;
  return static_cast<float>(z >> 40) * 0x1p-24f;
}

void startAtRandom(const float* magnitudes, const FrameGrid& grid, float span, std::uint64_t seed,
                   std::complex<float>* cells) {
  Uniform uniform(seed);
  for (int t = 0; t < grid.frames; ++t) {
    for (int k = 0; k < grid.bins; ++k) {
      const std::size_t at = grid.stride * t + k;
      cells[at] = std::polar(magnitudes[at], span * uniform.next());
    }
  }
}

void startFromPeaks(const float* magnitudes, const StftParams& params, const FrameGrid& grid,
                    std::uint64_t seed, std::complex<float>* cells) {
  PeakFollower follower(params, seed);
  for (int t = 0; t < grid.frames; ++t)
    follower.follow(magnitudes + grid.stride * t, cells + grid.stride * t);
}

// Their sum has a closed form, Dirichlet's kernel.
void pulses(double period, std::span<float> out) {
  const double harmonics = std::ceil(period / 2) - 1;  // below half the rate
  for (std::size_t n = 0; n < out.size(); ++n) {
    const double half =
        std::numbers::pi * std::remainder(static_cast<double>(n) / period, 1.0);  // of the angle
    const double below = 2 * std::sin(half);
    const double sum =
        std::abs(below) < 1e-9 ? harmonics : std::sin((2 * harmonics + 1) * half) / below - 0.5;
    out[n] = static_cast<float>(sum);
  }
}

}  // namespace timbre::spectral
