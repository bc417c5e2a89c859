#include "analysis/Partials.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>

#include "spectral/Fft.h"

namespace timbre::analysis {
namespace {

constexpr double kPi = std::numbers::pi;
constexpr int kPadding = 4;          // bins per bin of the unpadded transform
constexpr double kTrackHop = 0.016;  // seconds
constexpr double kLeastFallDb = 3;
constexpr double kTrackRangeDb = 40;  // a partial that fell so far is in the noise

/// The four-term window of Blackman and Harris: side lobes 92 dB down.
double windowAt(double phase) {
  return 0.35875 - 0.48829 * std::cos(phase) + 0.14128 * std::cos(2 * phase) -
         0.01168 * std::cos(3 * phase);
}

struct Peak {
  double hertz = 0;
  double amplitude = 0;
};

class Spectrum {
 public:
  Spectrum(const audio::AudioClip& clip, const PartialsParams& params) {
    const double rate = clip.rate().hz;
    const int length = std::max(64, static_cast<int>(params.seconds * rate));
    const int size = spectral::nextFastSize(length * kPadding);
    const auto first = static_cast<std::size_t>(std::max(0.0, params.begin * rate));
    spectral::Aligned<float> in(static_cast<std::size_t>(size), 0.0f);
    spectral::Aligned<std::complex<float>> out(static_cast<std::size_t>(size / 2 + 1));
    double sum = 0;
    for (int i = 0; i < length; ++i) {
      const double w = windowAt(2 * kPi * i / length);
      sum += w;
      const std::size_t at = first + static_cast<std::size_t>(i);
      if (at < clip.samples().size())
        in[static_cast<std::size_t>(i)] = static_cast<float>(w * clip.samples()[at]);
    }
    spectral::RealFft::of(size)->forward(in.data(), out.data());
    for (const auto& cell : out) amplitudes_.push_back(2 * std::abs(cell) / sum);
    binHertz_ = rate / size;
    resolution_ = rate / length;
  }

  /// Of the unpadded transform, Hz.
  double resolution() const { return resolution_; }
  double highest() const { return binHertz_ * static_cast<double>(amplitudes_.size() - 1); }

  /// The highest peak from `low` to `high` Hz; amplitude 0 when there is none inside.
  Peak peakBetween(double low, double high) const {
    const auto first = std::max<std::ptrdiff_t>(1, std::lround(low / binHertz_));
    const auto last = std::min<std::ptrdiff_t>(static_cast<std::ptrdiff_t>(amplitudes_.size()) - 2,
                                               std::lround(high / binHertz_));
    std::ptrdiff_t best = -1;
    for (std::ptrdiff_t i = first; i <= last; ++i)
      if (at(i) > at(i - 1) && at(i) >= at(i + 1) && (best < 0 || at(i) > at(best))) best = i;
    if (best < 0 || at(best) <= 0) return {};
    const double a = std::log(std::max(1e-30, at(best - 1))), b = std::log(at(best)),
                 c = std::log(std::max(1e-30, at(best + 1)));
    const double shift = a - 2 * b + c < 0 ? 0.5 * (a - c) / (a - 2 * b + c) : 0;
    return {(static_cast<double>(best) + shift) * binHertz_, std::exp(b - 0.25 * (a - c) * shift)};
  }

 private:
  double at(std::ptrdiff_t i) const { return amplitudes_[static_cast<std::size_t>(i)]; }
  std::vector<double> amplitudes_;
  double binHertz_ = 1;
  double resolution_ = 1;
};

/// f_n = n f_0 sqrt(1 + B n^2): a straight line of (f_n / n)^2 over n^2, by amplitudes.
struct Series {
  double fundamental = 0;
  double b = 0;

  double at(int n) const { return n * fundamental * std::sqrt(1 + b * n * n); }

  void fit(const std::vector<Partial>& partials) {
    double w = 0, x = 0, y = 0, xx = 0, xy = 0;
    for (const auto& p : partials) {
      const double weight = std::pow(10, p.levelDb / 40), n2 = 1.0 * p.number * p.number;
      const double v = p.hertz * p.hertz / n2;
      w += weight, x += weight * n2, y += weight * v, xx += weight * n2 * n2, xy += weight * n2 * v;
    }
    const double spread = w * xx - x * x;
    const double slope = partials.size() < 3 || spread <= 0 ? 0 : (w * xy - x * y) / spread;
    const double flat = (y - std::max(0.0, slope) * x) / w;
    if (!(flat > 0)) return;
    fundamental = std::sqrt(flat);
    b = std::max(0.0, slope) / flat;
  }
};

/// Amplitude of what turns with `hertz` around sample `centre`.
double amplitudeAt(std::span<const float> samples, double rate, double hertz, std::ptrdiff_t centre,
                   int length) {
  std::complex<double> sum = 0, turn = 1;
  const std::complex<double> step = std::polar(1.0, -2 * kPi * hertz / rate);
  double weights = 0;
  for (int i = 0; i < length; ++i, turn *= step) {
    const double w = 0.5 - 0.5 * std::cos(2 * kPi * i / length);
    weights += w;
    const std::ptrdiff_t at = centre - length / 2 + i;
    if (at >= 0 && at < static_cast<std::ptrdiff_t>(samples.size()))
      sum += w * static_cast<double>(samples[static_cast<std::size_t>(at)]) * turn;
  }
  return 2 * std::abs(sum) / weights;
}

/// Levels in dB every kTrackHop.
std::vector<double> trackOf(const audio::AudioClip& clip, double hertz, double apart,
                            double heldSeconds) {
  const double rate = clip.rate().hz;
  const int length = static_cast<int>(rate * std::clamp(4 / apart, 0.032, 0.2));
  const double end = std::min(clip.seconds(), heldSeconds) - 0.5 * length / rate;
  std::vector<double> levels;
  for (double t = 0.5 * length / rate; t < end; t += kTrackHop)
    levels.push_back(20 * std::log10(std::max(
                              1e-9, amplitudeAt(clip.samples(), rate, hertz,
                                                static_cast<std::ptrdiff_t>(t * rate), length))));
  return levels;
}

/// A straight line through the levels from the highest on, until they are in the noise.
std::optional<double> decayOf(const std::vector<double>& levels) {
  if (levels.empty()) return {};
  const auto top = std::max_element(levels.begin(), levels.end());
  double n = 0, x = 0, y = 0, xx = 0, xy = 0;
  for (auto it = top; it != levels.end() && *it > *top - kTrackRangeDb; ++it) {
    const double t = kTrackHop * static_cast<double>(it - top);
    n += 1, x += t, y += *it, xx += t * t, xy += t * *it;
  }
  const double spread = n * xx - x * x;
  if (n < 8 || spread <= 0) return {};
  const double slope = (n * xy - x * y) / spread;
  if (-slope * n * kTrackHop < kLeastFallDb) return {};
  return 60 / -slope;
}

std::vector<Partial> look(const Spectrum& spectrum, const Series& series, double key,
                          const PartialsParams& params) {
  std::vector<Partial> found;
  for (int n = 1; n <= params.most; ++n) {
    const double expected = series.at(n);
    const double reach =
        std::min(0.3 * series.fundamental, std::max(0.02 * expected, 1.5 * spectrum.resolution()));
    if (expected + reach >= spectrum.highest()) break;
    const Peak peak = spectrum.peakBetween(expected - reach, expected + reach);
    if (peak.amplitude <= 0) continue;
    found.push_back({n,
                     peak.hertz,
                     1200 * std::log2(peak.hertz / (n * key)),
                     20 * std::log10(peak.amplitude),
                     {}});
  }
  double loudest = -1e9;
  for (const auto& p : found) loudest = std::max(loudest, p.levelDb);
  std::erase_if(found, [&](const Partial& p) { return p.levelDb < loudest - params.rangeDb; });
  return found;
}

}  // namespace

Result<PartialTable> partialsOf(const audio::AudioClip& clip, MidiPitch key,
                                const PartialsParams& params) {
  if (audio::peakOf(clip) <= 0)
    return fail(ErrorCode::BadFormat, "A silent sound has no partials; choose another note");
  const Spectrum spectrum(clip, params);
  const double nominal = frequencyOf(key);
  Series series{nominal};
  PartialTable table;
  for (int round = 0; round < 3; ++round) {
    PartialsParams some = params;
    some.most = std::min(params.most, 4 << (2 * round));  // from the surest ones on
    table.partials = look(spectrum, series, nominal, some);
    if (table.partials.empty())
      return fail(ErrorCode::BadFormat, "No partials of " + noteName(key) +
                                            " were found in the sound; choose a note with a pitch");
    series.fit(table.partials);
  }
  table.fundamental = series.fundamental;
  table.inharmonicity = series.b;
  for (auto& p : table.partials)
    p.decaySeconds = decayOf(trackOf(clip, p.hertz, series.fundamental, params.heldSeconds));
  return table;
}

}  // namespace timbre::analysis
