#include "analysis/SpectrumFrame.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "spectral/Fft.h"

namespace timbre::analysis {
namespace {

constexpr double kProminenceDb = 6;
constexpr double kSwayingWidth = 2.5;  // of a still line
constexpr double kSnapCents = 70;
constexpr double kStepCents = 2;
constexpr int kMostPartials = 60;
constexpr double kPartialDepthDb = 75;  // below the loudest partial: less is not looked at
constexpr double kNearShare = 0.3;      // of the fundamental: a partial is at most so far off
constexpr double kFittedShare = 0.15;
constexpr double kMostInharmonicity = 0.01;
constexpr double kAboveNoiseDb = 18;  // of the quiet quarter round it: a hiss has no such peaks
// The side lobes of a Hann window: the first one, where it stands in bins of the window, and how
// they fall from there by octave; and what a peak must have more than they.
constexpr double kSideLobeDb = -31.5, kSideLobeBins = 2.36, kSideLobeFallDb = 18,
                 kSideLobeRoomDb = 4;

Result<void> check(const audio::AudioClip& clip, const SpectrumParams& params) {
  if (clip.empty()) return fail(ErrorCode::BadFormat, "The sound is empty; choose another one");
  if (!(params.windowSeconds >= 0.004 && params.windowSeconds <= 2) || params.padding < 1 ||
      params.padding > 16)
    return fail(
        ErrorCode::Unsupported,
        "The window of a spectrum must be 4 ms to 2 s long, with a padding factor of up to 16");
  return {};
}

/// A parabola through three equidistant values: how far its top lies from the middle, and how high.
struct Top {
  double offset;
  double value;
};

Top topOf(double left, double middle, double right) {
  const double curve = left - 2 * middle + right;
  if (curve >= 0) return {0, middle};
  const double offset = std::clamp(0.5 * (left - right) / curve, -0.5, 0.5);
  return {offset, middle - 0.25 * (left - right) * offset};
}

double loudestOf(const SpectrumFrame& frame) {
  return frame.levelDb.empty() ? 0 : *std::ranges::max_element(frame.levelDb);
}

/// The lowest level between a peak and where a line of its own would begin, on one side.
float valley(const SpectrumFrame& frame, std::ptrdiff_t bin, std::ptrdiff_t reach) {
  const auto last = static_cast<std::ptrdiff_t>(frame.levelDb.size()) - 1;
  const auto end = std::clamp<std::ptrdiff_t>(bin + reach, 0, last);
  return *std::min_element(frame.levelDb.begin() + std::min(bin, end),
                           frame.levelDb.begin() + std::max(bin, end) + 1);
}

/// A louder line nearby makes a peak like this by itself.
bool isSideLobe(const SpectralPeak& peak, const std::vector<SpectralPeak>& all,
                double resolutionHertz) {
  return std::ranges::any_of(all, [&](const SpectralPeak& louder) {
    const double bins = std::abs(louder.hertz - peak.hertz) / (resolutionHertz / 2);
    if (bins < kSideLobeBins / 2) return false;
    const double lobe = kSideLobeDb - kSideLobeFallDb * std::log2(bins / kSideLobeBins);
    return peak.levelDb < louder.levelDb + std::min(lobe, kSideLobeDb) + kSideLobeRoomDb;
  });
}

/// The level that a quarter of the bins round here do not reach.
double quietAround(const SpectrumFrame& frame, double hertz, double reach) {
  const auto last = static_cast<std::ptrdiff_t>(frame.levelDb.size()) - 1;
  const auto binOf = [&](double at) {
    return std::clamp<std::ptrdiff_t>(std::lround(at / frame.binHertz), 0, last);
  };
  std::vector<float> levels(frame.levelDb.begin() + binOf(hertz - reach),
                            frame.levelDb.begin() + binOf(hertz + reach) + 1);
  const auto quarter = levels.begin() + static_cast<std::ptrdiff_t>(levels.size() / 4);
  std::nth_element(levels.begin(), quarter, levels.end());
  return *quarter;
}

/// The loudest peak near `hertz`.
const SpectralPeak* peakNear(const std::vector<SpectralPeak>& peaks, double hertz, double reach) {
  const SpectralPeak* best = nullptr;
  for (const SpectralPeak& peak : peaks)
    if (std::abs(peak.hertz - hertz) <= reach && (!best || peak.levelDb > best->levelDb))
      best = &peak;
  return best;
}

/// How well a comb of this fundamental stands: the roots of the amplitudes at its teeth.
double standing(const SpectrumFrame& frame, double fundamental) {
  const double nyquist = frame.binHertz * static_cast<double>(frame.levelDb.size() - 1);
  double sum = 0, weight = 1;
  for (int n = 1; n <= 12 && n * fundamental < nyquist; ++n, weight *= 0.85)
    sum += weight * std::pow(10, frame.levelAt(n * fundamental) / 40);
  return sum;
}

/// f0 and B by weighted least squares of (f / n)^2 = f0^2 (1 + B n^2).
void fit(HarmonicComb& comb) {
  if (comb.partials.empty()) return;
  const double loudest =
      std::ranges::max(comb.partials, {}, [](const CombPartial& p) { return p.levelDb; }).levelDb;
  double w = 0, wx = 0, wy = 0, wxx = 0, wxy = 0;
  for (const CombPartial& partial : comb.partials) {
    const double n = partial.number, x = n * n, y = std::pow(partial.hertz / n, 2);
    const double weight = n * n * std::pow(10, (partial.levelDb - loudest) / 40);
    w += weight, wx += weight * x, wy += weight * y, wxx += weight * x * x, wxy += weight * x * y;
  }
  const double spread = w * wxx - wx * wx;
  double slope = 0;
  if (comb.partials.size() >= 4 && spread > 0) slope = (w * wxy - wx * wy) / spread;
  double base = (wy - slope * wx) / w;
  if (!(base > 0) || std::abs(slope / base) > kMostInharmonicity) slope = 0, base = wy / w;
  comb.fundamental = std::sqrt(base);
  comb.inharmonicity = slope / base;
}

void countCents(HarmonicComb& comb) {
  for (CombPartial& partial : comb.partials)
    partial.cents = 1200 * std::log2(partial.hertz / (partial.number * comb.fundamental));
}

/// Looks for the partials one after another; with `fitted` each one found tells better where the
/// next must be.
void find(HarmonicComb& comb, const SpectrumFrame& frame, bool fitted) {
  const auto peaks = peaksOf(frame, kPartialDepthDb);
  const double nyquist = frame.binHertz * static_cast<double>(frame.levelDb.size() - 1);
  const double first = comb.fundamental;
  for (int n = 1; n <= kMostPartials && comb.hertzOf(n) < nyquist; ++n) {
    // Once some are found the next one's place is known better.
    const double share = fitted && comb.partials.size() >= 4 ? kFittedShare : kNearShare;
    const double reach = std::min(share * first, 0.03 * comb.hertzOf(n)) + frame.binHertz;
    const SpectralPeak* peak = peakNear(peaks, comb.hertzOf(n), reach);
    if (!peak || peak->levelDb < quietAround(frame, peak->hertz, first / 2) + kAboveNoiseDb)
      continue;
    if (!comb.partials.empty() && comb.partials.back().hertz >= peak->hertz) continue;
    comb.partials.push_back({n, peak->hertz, peak->levelDb, 0});
    if (fitted) fit(comb);
  }
}

}  // namespace

double SpectrumFrame::levelAt(double hertz) const {
  if (levelDb.empty()) return 0;
  const double at = std::clamp(hertz / binHertz, 0.0, static_cast<double>(levelDb.size() - 1));
  const auto low = static_cast<std::size_t>(at);
  const std::size_t high = std::min(low + 1, levelDb.size() - 1);
  const double share = at - static_cast<double>(low);
  return levelDb[low] * (1 - share) + levelDb[high] * share;
}

Result<SpectrumFrame> spectrumAt(const audio::AudioClip& clip, double seconds,
                                 const SpectrumParams& params) {
  if (const auto good = check(clip, params); !good) return tl::unexpected(good.error());
  const int rate = clip.rate().hz;
  const int window = std::max(16, static_cast<int>(std::lround(params.windowSeconds * rate)));
  const int size = spectral::nextFastSize(window * params.padding);
  spectral::Aligned<float> in(static_cast<std::size_t>(size), 0.0f);
  const auto samples = clip.samples();
  const auto first = std::llround(seconds * rate) - window / 2;
  double sum = 0;
  for (int i = 0; i < window; ++i) {
    const double hann = 0.5 - 0.5 * std::cos(2 * std::numbers::pi * (i + 0.5) / window);
    sum += hann;
    const long long at = first + i;
    if (at >= 0 && at < static_cast<long long>(samples.size()))
      in[static_cast<std::size_t>(i)] =
          static_cast<float>(hann) * samples[static_cast<std::size_t>(at)];
  }
  const auto bins = static_cast<std::size_t>(size) / 2 + 1;
  spectral::Aligned<std::complex<float>> out(spectral::alignedStride(bins));
  spectral::RealFft::of(size)->forward(in.data(), out.data());
  SpectrumFrame frame{seconds, static_cast<double>(rate) / size, 2.0 * rate / window, {}};
  frame.levelDb.resize(bins);
  const double least = std::pow(10, params.floorDb / 20);
  for (std::size_t bin = 0; bin < bins; ++bin)
    frame.levelDb[bin] =
        static_cast<float>(decibels(std::max(2 * std::abs(out[bin]) / sum, least)));
  return frame;
}

std::vector<SpectralPeak> peaksOf(const SpectrumFrame& frame, double depthDb) {
  std::vector<SpectralPeak> peaks;
  const auto& level = frame.levelDb;
  if (level.size() < 3) return peaks;
  const double least = loudestOf(frame) - depthDb;
  // A line whose pitch sways is broader than one that stands still.
  const auto reach = static_cast<std::ptrdiff_t>(
      std::ceil(kSwayingWidth * frame.resolutionHertz / frame.binHertz));
  for (std::size_t bin = 1; bin + 1 < level.size(); ++bin) {
    if (level[bin] < least || level[bin] < level[bin - 1] || level[bin] <= level[bin + 1]) continue;
    const auto at = static_cast<std::ptrdiff_t>(bin);
    const float around = std::max(valley(frame, at, -reach), valley(frame, at, reach));
    if (level[bin] - around < kProminenceDb) continue;
    const Top top = topOf(level[bin - 1], level[bin], level[bin + 1]);
    peaks.push_back({(static_cast<double>(bin) + top.offset) * frame.binHertz, top.value});
  }
  std::vector<SpectralPeak> lines;
  for (const SpectralPeak& peak : peaks)
    if (!isSideLobe(peak, peaks, frame.resolutionHertz)) lines.push_back(peak);
  return lines;
}

double HarmonicComb::hertzOf(double number) const {
  return number * fundamental * std::sqrt(std::max(1 + inharmonicity * number * number, 0.0));
}

std::optional<HarmonicComb> snapComb(const SpectrumFrame& frame, double hertz) {
  if (!(hertz > 0) || frame.levelDb.size() < 3) return std::nullopt;
  double best = hertz, most = 0;
  for (double cents = -kSnapCents; cents <= kSnapCents; cents += kStepCents) {
    const double fundamental = hertz * std::exp2(cents / 1200);
    if (const double sum = standing(frame, fundamental); sum > most) most = sum, best = fundamental;
  }
  HarmonicComb comb{best, 0, {}};
  find(comb, frame, true);
  const double off = 1200 * std::abs(std::log2(comb.fundamental / hertz));
  if (comb.partials.empty() || off > kSnapCents + kStepCents) return std::nullopt;
  countCents(comb);
  return comb;
}

HarmonicComb combAt(const SpectrumFrame& frame, double hertz) {
  HarmonicComb comb{hertz, 0, {}};
  if (hertz > 0 && frame.levelDb.size() >= 3) find(comb, frame, false);
  countCents(comb);
  return comb;
}

}  // namespace timbre::analysis
