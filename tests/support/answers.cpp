/// Says whether a recording answers moves of a slider: each changes the sound for good within 300
/// ms (or --within MS), and on the way there is neither a gap nor a click.
///   answers [--within MS] RECORDING.wav BEGAN MOVED...    (both in ns of one clock: of the first
///   sample, of each move)
#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <cstdio>
#include <cstdlib>
#include <numbers>
#include <span>
#include <string_view>
#include <vector>

#include "audio/AudioFile.h"

using namespace timbre;

namespace {

double latest = 0.3;                   // seconds from the move to its answer
constexpr double kLongestGap = 0.002;  // seconds of silence in a sound that is held
constexpr double kSteepest =
    3;  // times the steepest step nearby; a new start in mid-sound gives more
constexpr double kSplice = 0.001;  // of full scale: 16 bits leave a tenth of it
constexpr double kWindow = 0.02;   // seconds heard at a time
constexpr double kHop = 0.005;
constexpr std::size_t kBands = 24;

using Look = std::array<double, kBands>;

struct Sound {
  std::span<const float> samples;
  int rate = 0;

  std::ptrdiff_t at(double seconds) const {
    return static_cast<std::ptrdiff_t>(std::lround(seconds * rate));
  }
  std::span<const float> part(double from, double to) const {
    const auto end = static_cast<std::ptrdiff_t>(samples.size());
    const auto first = std::clamp<std::ptrdiff_t>(at(from), 0, end);
    return samples.subspan(
        static_cast<std::size_t>(first),
        static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(at(to), first, end) - first));
  }
};

/// dB in bands from 100 Hz to 6 kHz of the window around `seconds`.
Look lookAt(const Sound& sound, double seconds) {
  const auto window = sound.part(seconds - kWindow / 2, seconds + kWindow / 2);
  Look look{};
  for (std::size_t b = 0; b < kBands; ++b) {
    double power = 1e-7;
    for (int fine = 0; fine < 3; ++fine) {
      const double hertz = 100 * std::pow(60.0, (static_cast<double>(b) + fine / 3.0) / kBands);
      std::complex<double> sum = 0;
      for (std::size_t i = 0; i < window.size(); ++i) {
        const double x = static_cast<double>(i) / static_cast<double>(window.size());
        const double hann = 0.5 - 0.5 * std::cos(2 * std::numbers::pi * x);
        sum += hann * window[i] *
               std::polar(1.0, -2 * std::numbers::pi * hertz * static_cast<double>(i) / sound.rate);
      }
      power += std::norm(sum / static_cast<double>(window.size()));
    }
    look[b] = 10 * std::log10(power);
  }
  return look;
}

Look meanLook(const Sound& sound, double from, double to) {
  Look mean{};
  int count = 0;
  for (double t = from; t < to; t += kHop, ++count) {
    const Look look = lookAt(sound, t);
    for (std::size_t b = 0; b < kBands; ++b) mean[b] += look[b];
  }
  for (double& x : mean) x /= count;
  return mean;
}

/// 0 where it looks like `before`, 1 where it looks like `after`.
double howFar(const Look& look, const Look& before, const Look& after) {
  double along = 0, whole = 0;
  for (std::size_t b = 0; b < kBands; ++b) {
    along += (look[b] - before[b]) * (after[b] - before[b]);
    whole += (after[b] - before[b]) * (after[b] - before[b]);
  }
  return along / whole;
}

/// Seconds from `moved` to the first of 20 ms that all sound more like what comes than like what
/// was; negative: never.
double answerTime(const Sound& sound, double moved) {
  const Look before = meanLook(sound, moved - 0.3, moved - 0.02);
  const Look after = meanLook(sound, moved + 0.4, moved + 0.65);
  double apart = 0;
  for (std::size_t b = 0; b < kBands; ++b) apart += std::abs(after[b] - before[b]) / kBands;
  std::printf("  the two sounds differ by %.1f dB on average\n", apart);
  if (apart < 5) return -1;  // what a slider that nobody hears would leave to the chance of a noise
  int inRow = 0;
  for (double t = moved - 0.1; t < moved + 0.5; t += kHop) {
    inRow = howFar(lookAt(sound, t), before, after) > 0.5 ? inRow + 1 : 0;
    if (inRow == 5) return t - 4 * kHop - moved;
  }
  return -1;
}

double longestSilence(const Sound& sound, double from, double to) {
  std::size_t run = 0, longest = 0;
  for (const float x : sound.part(from, to)) {
    run = std::abs(x) < 1.5f / 32768 ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return static_cast<double>(longest) / sound.rate;
}

/// The largest ratio of a step from sample to sample to the largest step within 20 ms of it, but
/// for 1 ms around it.
double steepestStep(const Sound& sound, double from, double to) {
  const auto part = sound.part(from, to);
  std::vector<float> steps;
  for (std::size_t i = 1; i < part.size(); ++i) steps.push_back(std::abs(part[i] - part[i - 1]));
  const auto near = static_cast<std::size_t>(sound.at(0.001)),
             far = static_cast<std::size_t>(sound.at(0.02));
  double worst = 0;
  for (std::size_t i = far; i + far < steps.size(); ++i) {
    const auto begin = steps.begin() + static_cast<std::ptrdiff_t>(i);
    const auto n = static_cast<std::ptrdiff_t>(near), f = static_cast<std::ptrdiff_t>(far);
    const float beside =
        std::max(*std::max_element(begin - f, begin - n), *std::max_element(begin + n, begin + f));
    worst = std::max(worst, steps[i] / std::max(static_cast<double>(beside), 1e-3));
  }
  return worst;
}

/// The largest of what lies above 10 kHz: the model makes nothing there, a splice does.
double splice(const Sound& sound, double from, double to) {
  constexpr int kHalf = 48;
  std::array<double, 2 * kHalf + 1> taps{};
  for (int k = -kHalf; k <= kHalf; ++k) {
    const double x = std::numbers::pi * k, corner = 2 * 10000.0 / sound.rate;
    const double low = k == 0 ? corner : std::sin(x * corner) / x;
    const double blackman =
        0.42 + 0.5 * std::cos(x / (kHalf + 1)) + 0.08 * std::cos(2 * x / (kHalf + 1));
    taps[static_cast<std::size_t>(k + kHalf)] = ((k == 0 ? 1 : 0) - low) * blackman;
  }
  const auto part = sound.part(from, to);
  double worst = 0;
  for (std::size_t i = 0; i + taps.size() < part.size(); ++i) {
    double sum = 0;
    for (std::size_t k = 0; k < taps.size(); ++k) sum += taps[k] * part[i + k];
    worst = std::max(worst, std::abs(sum));
  }
  return worst;
}

bool answers(const Sound& sound, double moved) {
  std::printf("moved at %.3f s of %.1f s\n", moved,
              static_cast<double>(sound.samples.size()) / sound.rate);
  const double answer = answerTime(sound, moved);
  const double silence = longestSilence(sound, moved - 0.5, moved + 0.65);
  const double step = steepestStep(sound, moved - 0.5, moved + 0.65);
  std::printf(
      "  answered after %.0f ms; longest silence %.2f ms; steepest step %.2f times its "
      "neighbours\n",
      1000 * answer, 1000 * silence, step);
  const double high = splice(sound, moved - 0.5, moved + 0.65);
  std::printf("  above 10 kHz at most %.1f dB\n", 20 * std::log10(high + 1e-9));
  return high <= kSplice && answer > 0 && answer <= latest && silence <= kLongestGap &&
         step <= kSteepest;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc > 2 && std::string_view(argv[1]) == "--within") {
    latest = 1e-3 * std::atof(argv[2]);
    argc -= 2;
    argv += 2;
  }
  if (argc < 4)
    return std::fprintf(stderr, "usage: answers [--within MS] RECORDING.wav BEGAN MOVED...\n"), 2;
  const auto recording = audio::readAudio(argv[1]);
  if (!recording) return std::fprintf(stderr, "%s\n", recording.error().message.c_str()), 1;
  const Sound sound{recording->samples(), recording->rate().hz};
  const long long began = std::atoll(argv[2]);
  bool all = true;
  for (int i = 3; i < argc; ++i)
    all = answers(sound, static_cast<double>(std::atoll(argv[i]) - began) * 1e-9) && all;
  return all ? 0 : 1;
}
