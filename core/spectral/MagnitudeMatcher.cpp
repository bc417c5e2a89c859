#include "spectral/MagnitudeMatcher.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "spectral/Stft.h"

namespace timbre::spectral {
namespace {

constexpr float kQuiet = 1e-4F;        // -80 dBFS: what lies below is not brought to any loudness
constexpr float kLeast = 1e-3F;        // magnitude under which a bin counts as empty
constexpr float kFurthest = 16;        // factor of loudness that is undone
constexpr float kLeastWeight = 1e-3F;  // the first and last samples lie under hardly any window

float fromDb(float db) {
  return std::pow(10.0F, db / 20);
}

/// The frame that came longest ago leaves, silence comes.
void move(std::vector<float>& samples, int hop) {
  std::copy(samples.begin() + hop, samples.end(), samples.begin());
  std::fill(samples.end() - hop, samples.end(), 0.0F);
}

/// Windows of a transform whose sound is changed in its newer half alone: the one on the way in
/// rises slowly and falls within a quarter, and together they are a Hann window of half the length
/// (after Mauler and Martin 2007).
void hasten(Aligned<float>& in, Aligned<float>& out) {
  const std::size_t size = in.size(), fall = size / 4, half = size / 2;
  const auto raised = [](double part) {
    return static_cast<float>((1 - std::cos(std::numbers::pi * part)) / 2);
  };
  for (std::size_t i = 0; i < size; ++i) {
    const bool rising = i < size - fall;
    in[i] = std::sqrt(rising ? raised(static_cast<double>(i) / static_cast<double>(size - fall))
                             : raised(static_cast<double>(size - i) / static_cast<double>(fall)));
    const float hann =
        i < half ? 0 : raised(2 * static_cast<double>(i - half) / static_cast<double>(half));
    out[i] = hann / std::max(in[i], kLeast);
  }
}

}  // namespace

MagnitudeMatcher::MagnitudeMatcher(const ShaperParams& params)
    : params_(params),
      hop_(params.window / 4),
      fft_(RealFft::of(params.window)),
      in_(params.window),
      out_(params.window),
      level_(hop_),
      frame_(params.window),
      gain_(static_cast<std::size_t>(bins())),
      cells_(alignedStride(static_cast<std::size_t>(bins()))),
      heard_(static_cast<std::size_t>(kHops) * hop_),
      sum_(heard_.size()),
      weight_(heard_.size()),
      shaped_(heard_.size()),
      wanted_(static_cast<std::size_t>(kKept) * bins()) {
  const auto window = hannWindow(params.window);
  seeing_.assign(window.begin(), window.end());
  in_ = out_ = seeing_;
  if (params.hasty) hasten(in_, out_);
  for (int i = 0; i < hop_; ++i)
    level_[i] = static_cast<float>((1 - std::cos(2 * std::numbers::pi * i / hop_)) / hop_);
}

void MagnitudeMatcher::begin() {
  for (auto* samples : {&heard_, &sum_, &weight_, &shaped_})
    std::fill(samples->begin(), samples->end(), 0.0F);
  lastGain_ = 1;
  pushed_ = steps_ = 0;
}

bool MagnitudeMatcher::push(std::span<const float> frame, std::span<const float> magnitudes,
                            std::span<float> out) {
  if (steps_ != pushed_) begin();
  for (auto* samples : {&heard_, &sum_, &weight_}) move(*samples, hop_);
  std::copy(frame.begin(), frame.end(), heard_.end() - hop_);
  std::copy(magnitudes.begin(), magnitudes.end(),
            wanted_.begin() + static_cast<std::ptrdiff_t>(pushed_ % kKept) * bins());
  ++pushed_;
  return step(out);
}

bool MagnitudeMatcher::finish(std::span<float> out) {
  while (steps_ < pushed_ + delay()) {
    for (auto* samples : {&heard_, &sum_, &weight_}) move(*samples, hop_);
    if (step(out)) return true;
  }
  return false;
}

bool MagnitudeMatcher::step(std::span<float> out) {
  const int wanted = wantedNow(), made = steps_ - delay();
  ++steps_;
  if (wanted >= 0) shape(wanted_.data() + static_cast<std::size_t>(wanted % kKept) * bins());
  if (made < 0) return false;
  emit(out);
  return true;
}

/// The frame whose magnitudes the sound takes now; negative when it takes none. The middle of the
/// transform is that of the frame two back; in haste what is changed ends with the newest one.
int MagnitudeMatcher::wantedNow() const {
  if (params_.hasty) return steps_ <= pushed_ ? std::min(steps_, pushed_ - 1) : -1;
  return steps_ - 2 < pushed_ ? steps_ - 2 : -1;
}

void MagnitudeMatcher::setGains(const float* magnitudes) {
  const float least = fromDb(-params_.mostCut), most = fromDb(params_.mostBoost);
  for (int bin = 0; bin < bins(); ++bin) {
    const float wanted = std::exp(magnitudes[bin] * std::numbers::ln10_v<float>);
    gain_[bin] = std::clamp(wanted / (std::abs(cells_[bin]) + kLeast), least, most);
  }
}

void MagnitudeMatcher::shape(const float* magnitudes) {
  const int from = params_.hasty ? kHops * hop_ - params_.window
                                 : (kHops - 2) * hop_ - hop_ / 2 - params_.window / 2;
  const auto transform = [&](const Aligned<float>& window) {
    for (int i = 0; i < params_.window; ++i) frame_[i] = heard_[from + i] * window[i];
    fft_->forward(frame_.data(), cells_.data());
  };
  transform(seeing_);
  setGains(magnitudes);
  if (params_.hasty) transform(in_);
  for (int bin = 0; bin < bins(); ++bin) cells_[bin] *= gain_[bin];
  fft_->inverse(cells_.data(), frame_.data());
  const float scale = 1 / static_cast<float>(params_.window);
  for (int i = 0; i < params_.window; ++i) {
    sum_[from + i] += frame_[i] * out_[i] * scale;
    weight_[from + i] += in_[i] * out_[i];
  }
}

/// The loudness around each eighth of the frame that begins `at`; in haste that before it.
MagnitudeMatcher::Levels MagnitudeMatcher::levels(const float* at) const {
  Levels found{};
  for (int k = 0; k <= kLevels; ++k) {
    const float* const first = at + k * hop_ / kLevels - before();
    float power = 0;
    for (int i = 0; i < hop_; ++i) power += level_[i] * first[i] * first[i];
    found[k] = std::sqrt(power) + kQuiet;
  }
  return found;
}

/// Turns the gains of the frame that begins at `from` down to where its samples, and those nearby
/// that are known, stay below the ceiling.
void MagnitudeMatcher::limit(Levels& gains, int from) {
  const int piece = hop_ / kLevels, end = from + 2 * hop_ - before();
  for (int k = 0; k <= kLevels; ++k) {
    const int at = from + k * piece, ahead = std::max(hop_ - before(), piece);
    float peak = kQuiet;
    for (int i = at - before(); i < std::min(at + ahead, end); ++i)
      peak = std::max(peak, std::abs(shaped_[i]));
    gains[k] = std::min(gains[k], params_.ceiling / peak);
  }
  if (params_.hasty) gains[0] = lastGain_;
  lastGain_ = gains[kLevels];
}

void MagnitudeMatcher::emit(std::span<float> out) {
  const int from = (kHops - delay() - 1) * hop_;
  for (int i = from - before(); i < from + 2 * hop_ - before(); ++i)
    shaped_[i] = sum_[i] / std::max(weight_[i], kLeastWeight);
  const Levels heard = levels(heard_.data() + from), now = levels(shaped_.data() + from);
  Levels undo{};
  for (int k = 0; k <= kLevels; ++k)
    undo[k] =
        std::pow(std::clamp(heard[k] / now[k], 1 / kFurthest, kFurthest), params_.keptLoudness);
  limit(undo, from);
  const int piece = hop_ / kLevels;
  for (int i = 0; i < hop_; ++i) {
    const float part = static_cast<float>(i % piece) / static_cast<float>(piece);
    const float gain = std::lerp(undo[i / piece], undo[i / piece + 1], part);
    out[i] = std::clamp(shaped_[from + i] * gain, -params_.ceiling, params_.ceiling);
  }
}

}  // namespace timbre::spectral
