#include "importing/PitchChanges.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <numbers>
#include <numeric>
#include <optional>

#include "audio/Pitch.h"
#include "audio/Resample.h"

namespace timbre::importing {
namespace {

constexpr double kWindowSeconds = 0.128;
constexpr double kHopSeconds = 0.03;
constexpr double kHighest = 5000;      // Hz
constexpr std::size_t kApart = 6;      // frames between two that are compared: hardly overlapping
constexpr std::size_t kAround = 4;     // frames on either side that are less new
constexpr float kNew = 0.1f;           // of newness: below, it is the same sound
constexpr float kNewOctave = 0.45f;    // as an octave above changes half the partials
constexpr double kTonal = 0.5;         // of the power, in the strongest bins
constexpr std::size_t kPartials = 24;  // bins: three for each of eight partials
constexpr double kStep = 0.8;          // semitones
constexpr double kSteady = 0.35;       // semitones, and not more than
constexpr double kSteadyShare = 0.13;  // of the step: vibrato has more in between
constexpr double kPieceSeconds = 0.08;
constexpr int kPieces = 9;  // around a change
constexpr int kMiddlePiece = kPieces / 2;
constexpr double kSpacing = 0.04;  // s between their middles
constexpr int kMostBetween = 2;    // pieces with the pitch of neither note: a glide has more
constexpr double kSofter = 12;     // dB: what is left when a note ends has a pitch, too
constexpr double kKeptSeconds = 0.6;
constexpr int kMostJudged = 5000;  // in a file: more would take minutes

float newnessOf(std::span<const float> a, std::span<const float> b) {
  return 1 - std::inner_product(a.begin(), a.end(), b.begin(), 0.0f);
}

/// Whether the interval is one by which estimates slip: an octave, a twelfth, two octaves.
bool isSlip(double semitones) {
  return std::ranges::any_of(std::array{12.0, 19.0, 24.0}, [&](double slip) {
    return std::abs(std::abs(semitones) - slip) < kStep;
  });
}

/// Whether few bins hold most of the power.
bool isTonal(std::span<const float> spectrum) {
  std::vector<float> power(spectrum.begin(), spectrum.end());
  for (float& x : power) x *= x;
  const auto strongest = std::min(kPartials, power.size());
  std::ranges::nth_element(power, power.begin() + static_cast<std::ptrdiff_t>(strongest) - 1,
                           std::greater<>());
  return std::accumulate(power.begin(), power.begin() + static_cast<std::ptrdiff_t>(strongest),
                         0.0) > kTonal;
}

double decibelsOf(std::span<const float> samples) {
  const double power = std::inner_product(samples.begin(), samples.end(), samples.begin(), 0.0);
  return 10 * std::log10(power + 1e-20);
}

std::optional<double> keyOf(std::span<const float> samples, SampleRate rate) {
  const auto clip = audio::resampled({{samples.begin(), samples.end()}, rate}, kModelRate);
  if (!clip) return std::nullopt;
  // YIN's silence is absolute, and the sound may be faint.
  const auto pitch = audio::estimatePitch(audio::normalized(*clip, -1), {.frames = 3});
  if (!pitch || pitch->share < 0.7) return std::nullopt;
  return pitch->pitch.value;
}

}  // namespace

PitchChanges::PitchChanges(SampleRate rate, int channels)
    : rate_(rate),
      channels_(static_cast<std::size_t>(channels)),
      hop_(static_cast<std::size_t>(std::max(1L, std::lround(rate.hz * kHopSeconds)))),
      size_(static_cast<std::size_t>(
          spectral::nextFastSize(std::max(16, static_cast<int>(rate.hz * kWindowSeconds))))),
      fft_(spectral::RealFft::of(static_cast<int>(size_))),
      window_(size_),
      frame_(size_),
      cells_(size_ / 2 + 1),
      energy_(channels_) {
  for (std::size_t i = 0; i < size_; ++i)
    window_[i] =
        static_cast<float>(0.5 - 0.5 * std::cos(2 * std::numbers::pi * static_cast<double>(i) /
                                                static_cast<double>(size_)));
}

void PitchChanges::add(std::span<const float> frames) {
  for (std::size_t i = 0; i < frames.size(); i += channels_)
    for (std::size_t c = 0; c < channels_; ++c) energy_[c] += double{frames[i + c]} * frames[i + c];
  const auto loudest =
      static_cast<std::size_t>(std::ranges::max_element(energy_) - energy_.begin());
  for (std::size_t i = 0; i < frames.size(); i += channels_) recent_.push_back(frames[i + loudest]);
  while (frames_ * hop_ + size_ <= first_ + recent_.size()) {
    analyse();
    if (kept_.size() > kApart + kAround) judge();
    ++frames_;
  }
  const auto most = static_cast<std::size_t>(kKeptSeconds * rate_.hz) + size_;
  const std::size_t needed = frames_ * hop_ - std::min(frames_ * hop_, most);
  if (needed < first_ + most) return;  // move seldom
  recent_.erase(recent_.begin(), recent_.begin() + static_cast<std::ptrdiff_t>(needed - first_));
  first_ = needed;
}

void PitchChanges::analyse() {
  const float* samples = recent_.data() + (frames_ * hop_ - first_);
  for (std::size_t i = 0; i < size_; ++i) frame_[i] = samples[i] * window_[i];
  fft_->forward(frame_.data(), cells_.data());
  const auto bins = std::min(
      cells_.size(), static_cast<std::size_t>(kHighest * static_cast<double>(size_) / rate_.hz));
  Frame frame;
  double power = 1e-20;
  for (std::size_t k = 2; k < bins; ++k) {
    frame.spectrum.push_back(std::abs(cells_[k]));
    power += double{frame.spectrum.back()} * frame.spectrum.back();
  }
  for (float& x : frame.spectrum) x /= static_cast<float>(std::sqrt(power));
  frame.tonal = isTonal(frame.spectrum);
  if (kept_.size() >= kApart) {
    const Frame& before = kept_[kept_.size() - kApart];
    if (frame.tonal && before.tonal) frame.newness = newnessOf(before.spectrum, frame.spectrum);
  }
  kept_.push_back(std::move(frame));
  if (kept_.size() > kApart + 2 * kAround + 1) kept_.pop_front();
}

void PitchChanges::judge() {
  const std::size_t at = kept_.size() - 1 - kAround;
  const float newness = kept_[at].newness;
  if (newness < kNew || judged_ >= kMostJudged) return;
  for (std::size_t i = at - std::min(at, kAround); i <= at + kAround; ++i)
    if (kept_[i].newness > newness || (kept_[i].newness == newness && i < at)) return;
  ++judged_;
  // Between the middles of the two windows.
  const double frame = static_cast<double>(frames_ - kAround) - 0.5 * kApart;
  const double seconds =
      (frame * static_cast<double>(hop_) + 0.5 * static_cast<double>(size_)) / rate_.hz;
  if (const auto change = changeAround(seconds, newness)) times_.push_back(*change);
}

std::span<const float> PitchChanges::around(double seconds, double length) const {
  const double from = (seconds - length / 2) * rate_.hz - static_cast<double>(first_);
  const auto count = static_cast<std::size_t>(length * rate_.hz);
  if (from < 0 || static_cast<std::size_t>(from) + count > recent_.size()) return {};
  return std::span(recent_).subspan(static_cast<std::size_t>(from), count);
}

std::optional<double> PitchChanges::changeAround(double seconds, float newness) const {
  const auto piece = [&](int i) {
    return around(seconds + (i - kMiddlePiece) * kSpacing, kPieceSeconds);
  };
  const auto key = [&](int i) { return keyOf(piece(i), rate_); };
  const auto before = key(0);
  const auto after = before ? key(kPieces - 1) : std::nullopt;
  if (!before || !after) return std::nullopt;
  const double step = *after - *before;
  if (std::abs(step) < kStep || (isSlip(step) && newness < kNewOctave)) return std::nullopt;
  if (decibelsOf(piece(kPieces - 1)) < decibelsOf(piece(0)) - kSofter) return std::nullopt;
  const double steady = std::min(kSteady, kSteadyShare * std::abs(step));
  int last = 0, first = kPieces - 1, between = 0;
  for (int i = 1; i < kPieces - 1; ++i) {
    const auto here = key(i);
    const bool old = here && std::abs(*here - *before) < steady;
    const bool young = here && std::abs(*here - *after) < steady;
    if (old && first < i) return std::nullopt;  // back again
    if (old) last = i;
    if (young) first = std::min(first, i);
    between += !old && !young;
  }
  if (last < 1 || first > kPieces - 2 || between > kMostBetween) return std::nullopt;
  return seconds + (0.5 * (last + first) - kMiddlePiece) * kSpacing;
}

std::vector<double> PitchChanges::times() {
  // The last windows are full once silence follows.
  const std::vector<float> silence(static_cast<std::size_t>(kKeptSeconds * rate_.hz) * channels_);
  add(silence);
  return std::move(times_);
}

}  // namespace timbre::importing
