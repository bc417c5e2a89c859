#include "similarity/NoteFeatures.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <span>

#include "analysis/AttackTime.h"
#include "base/Units.h"
#include "spectral/Stft.h"

namespace timbre::similarity {
namespace {

constexpr int kFft = 1024;
constexpr int kHop = 256;
constexpr int kBands = 32;
constexpr double kSeconds = 4;
constexpr float kFloorDb = -80;  // below the loudest frame: silence counts as this

/// Power by frame and bin, and where in time the frames lie.
struct Spectrum {
  int bins = 0;
  int frames = 0;
  double rate = 16000;
  std::vector<float> power;  // frame-major

  std::span<const float> frame(int t) const {
    return std::span(power).subspan(static_cast<std::size_t>(t) * bins, bins);
  }
  int frameAt(double seconds) const {
    return std::clamp(static_cast<int>(std::lround(seconds * rate / kHop)), 0, frames - 1);
  }
  double hertz(int bin) const { return bin * rate / kFft; }
};

Result<Spectrum> spectrumOf(const audio::AudioClip& clip) {
  const auto most = static_cast<std::size_t>(kSeconds * clip.rate().hz);
  const auto samples = clip.samples().first(std::min(most, clip.samples().size()));
  const auto made = spectral::stft(samples, {kFft, kHop});
  if (!made) return tl::unexpected(made.error());
  Spectrum s{made->bins, made->frames, static_cast<double>(clip.rate().hz), {}};
  s.power.resize(static_cast<std::size_t>(s.bins) * s.frames);
  for (int k = 0; k < s.bins; ++k)
    for (int t = 0; t < s.frames; ++t)
      s.power[static_cast<std::size_t>(t) * s.bins + k] = std::norm(made->at(k, t));
  return s;
}

/// Mean power of each bin over a stretch of time, at least one frame.
std::vector<float> meanOver(const Spectrum& s, double from, double to) {
  const int first = s.frameAt(from), last = std::max(first, s.frameAt(to));
  std::vector<float> mean(static_cast<std::size_t>(s.bins));
  for (int t = first; t <= last; ++t) {
    const auto frame = s.frame(t);
    for (std::size_t k = 0; k < mean.size(); ++k)
      mean[k] += frame[k] / static_cast<float>(last - first + 1);
  }
  return mean;
}

double erbOf(double hertz) {
  return 21.4 * std::log10(1 + 0.00437 * hertz);
}

double decibels(double power) {
  return 10 * std::log10(std::max(power, 1e-20));
}

/// Triangles, equally wide on the ERB scale, from 40 Hz to half the rate.
std::array<double, kBands> bandPowers(const Spectrum& s, std::span<const float> power) {
  const double low = erbOf(40), step = (erbOf(s.rate / 2) - low) / (kBands + 1);
  std::array<double, kBands> bands{};
  for (int k = 1; k < s.bins; ++k) {
    const double place = (erbOf(s.hertz(k)) - low) / step - 1;
    for (int b = std::max(0, static_cast<int>(std::floor(place))); b <= place + 1 && b < kBands;
         ++b)
      bands[static_cast<std::size_t>(b)] +=
          std::max(0.0, 1 - std::abs(place - b)) * power[static_cast<std::size_t>(k)];
  }
  return bands;
}

/// Of the bands' levels, no more than 60 dB below the loudest band.
void addCepstra(const Spectrum& s, std::span<const float> power, std::vector<float>& values) {
  auto bands = bandPowers(s, power);
  const double loudest = decibels(*std::ranges::max_element(bands));
  for (double& band : bands) band = std::max(decibels(band) - loudest, -60.0) / 10;
  for (int c = 1; c <= kCepstra; ++c) {
    double sum = 0;
    for (int b = 0; b < kBands; ++b)
      sum +=
          bands[static_cast<std::size_t>(b)] * std::cos(std::numbers::pi * c * (b + 0.5) / kBands);
    values.push_back(static_cast<float>(sum * std::sqrt(2.0 / kBands)));
  }
}

double powerOf(std::span<const float> frame) {
  double sum = 0;
  for (const float p : frame) sum += p;
  return sum;
}

/// How far the level has fallen at some times after the onset.
void addCourse(const Spectrum& s, double onset, std::vector<float>& values) {
  double top = 0;
  for (int t = 0; t < s.frames; ++t) top = std::max(top, powerOf(s.frame(t)));
  for (const double after : {0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0}) {
    const bool there = (onset + after) * s.rate / kHop < s.frames;
    const double db = there ? decibels(powerOf(s.frame(s.frameAt(onset + after))) / top) : kFloorDb;
    values.push_back(static_cast<float>(std::max<double>(db, kFloorDb) / 10));
  }
}

struct Harmonics {
  std::array<double, kHarmonics> power{};
  double all = 0;    // of those that lie below half the rate
  double total = 0;  // of everything
};

/// What lies within half a semitone, or a bin, of each multiple of the pitch.
Harmonics harmonicsOf(const Spectrum& s, std::span<const float> power, double hertz) {
  Harmonics found;
  found.total = powerOf(power);
  for (int h = 1; h * hertz < s.rate / 2; ++h) {
    const double width = std::max(0.03 * h * hertz, 1.5 * s.rate / kFft);
    const int from = std::max(0, static_cast<int>(std::ceil((h * hertz - width) * kFft / s.rate)));
    const int to = std::min(s.bins - 1, static_cast<int>((h * hertz + width) * kFft / s.rate));
    double sum = 0;
    for (int k = from; k <= to; ++k) sum += power[static_cast<std::size_t>(k)];
    if (h <= kHarmonics) found.power[static_cast<std::size_t>(h - 1)] = sum;
    found.all += sum;
  }
  found.total = std::max(found.total, 1e-20);
  return found;
}

struct Shape {
  double centroid = 0, spread = 0;  // Hz
};

Shape shapeOf(const Spectrum& s, std::span<const float> power) {
  double sum = 1e-20, first = 0, second = 0;
  for (int k = 1; k < s.bins; ++k) {
    const double p = power[static_cast<std::size_t>(k)], f = s.hertz(k);
    sum += p;
    first += p * f;
    second += p * f * f;
  }
  const double centroid = first / sum;
  return {centroid, std::sqrt(std::max(0.0, second / sum - centroid * centroid))};
}

void addHarmonics(const Harmonics& h, std::vector<float>& values) {
  const double sum = std::max(h.all, 1e-20);
  for (const double power : h.power)
    values.push_back(static_cast<float>(std::max(decibels(power / sum), -60.0) / 10));
}

void addDescriptors(const Harmonics& h, const Shape& shape, double hertz, double attack,
                    std::vector<float>& values) {
  double odd = 1e-20, even = 1e-20;
  for (std::size_t i = 1; i < h.power.size(); ++i) (i % 2 ? even : odd) += h.power[i];
  const double noise = std::max(h.total - h.all, 1e-6 * h.total) / h.total;
  for (const double value :
       {std::clamp(decibels(noise), -60.0, 0.0) / 10,
        std::clamp(decibels(odd / even), -40.0, 40.0) / 10, std::log2(shape.centroid / hertz),
        std::log2(shape.centroid / 1000), std::log2((shape.spread + 50) / 1000),
        std::log2(std::max(attack, 0.002) / 0.05)})
    values.push_back(static_cast<float>(value));
}

}  // namespace

Result<NoteFeatures> noteFeatures(const audio::AudioClip& clip, double pitch) {
  const auto attack = analysis::attackOf(clip);
  if (!attack) return fail(ErrorCode::BadFormat, "The sound is silent or too short to compare");
  const auto spectrum = spectrumOf(clip);
  if (!spectrum) return tl::unexpected(spectrum.error());
  const double onset = attack->onset, hertz = frequencyOf(MidiPitch(pitch));
  const auto body = meanOver(*spectrum, onset + 0.1, onset + 1);
  NoteFeatures made;
  std::vector<float>& values = made.values;
  values.reserve(kFeatures);
  addCepstra(*spectrum, meanOver(*spectrum, onset, onset + 0.08), values);
  addCepstra(*spectrum, body, values);
  addCepstra(*spectrum, meanOver(*spectrum, onset + 1, onset + 2.5), values);
  addCourse(*spectrum, onset, values);
  const Harmonics harmonics = harmonicsOf(*spectrum, body, hertz);
  addHarmonics(harmonics, values);
  addDescriptors(harmonics, shapeOf(*spectrum, body), hertz, attack->riseTime, values);
  const auto key = static_cast<float>((pitch - 60) / 24);
  values.insert(values.end(), {key, key * key});
  const Shape whole = shapeOf(*spectrum, meanOver(*spectrum, onset, onset + 1));
  made.aspects = {static_cast<float>(pitch), static_cast<float>(attack->topDb),
                  static_cast<float>(whole.centroid), static_cast<float>(attack->riseTime)};
  return made;
}

std::vector<float> embeddingFeatures(const latent::Embedding& z) {
  constexpr double kFirst = 0.3 / 4;  // of the frames of 4 s
  const auto channels = static_cast<std::size_t>(z.channels);
  const int first = std::max(1, static_cast<int>(kFirst * z.frames));
  std::vector<double> sum(channels), squares(channels), start(channels);
  for (int t = 0; t < z.frames; ++t) {
    const auto frame = z.frame(t);
    for (std::size_t c = 0; c < channels; ++c) {
      sum[c] += frame[c];
      squares[c] += static_cast<double>(frame[c]) * frame[c];
      if (t < first) start[c] += frame[c] / static_cast<double>(first);
    }
  }
  std::vector<float> values;
  for (std::size_t c = 0; c < channels; ++c)
    values.push_back(static_cast<float>(sum[c] / z.frames));
  for (std::size_t c = 0; c < channels; ++c) {
    const double mean = sum[c] / z.frames;
    values.push_back(
        static_cast<float>(std::sqrt(std::max(0.0, squares[c] / z.frames - mean * mean))));
  }
  for (const double value : start) values.push_back(static_cast<float>(value));
  return values;
}

}  // namespace timbre::similarity
