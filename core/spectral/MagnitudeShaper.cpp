#include "spectral/MagnitudeShaper.h"

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

}  // namespace

MagnitudeShaper::MagnitudeShaper(const ShaperParams& params)
    : params_(params),
      hop_(params.window / 4),
      fft_(RealFft::of(params.window)),
      level_(hop_),
      frame_(params.window),
      cells_(alignedStride(static_cast<std::size_t>(bins()))),
      heard_(static_cast<std::size_t>(kHops) * hop_),
      sum_(heard_.size()),
      weight_(heard_.size()),
      shaped_(heard_.size()),
      wanted_(static_cast<std::size_t>(kLook + 1) * bins()) {
  const auto window = hannWindow(params.window);
  window_.assign(window.begin(), window.end());
  for (int i = 0; i < hop_; ++i)
    level_[i] = static_cast<float>((1 - std::cos(2 * std::numbers::pi * i / hop_)) / hop_);
}

void MagnitudeShaper::begin() {
  for (auto* samples : {&heard_, &sum_, &weight_, &shaped_})
    std::fill(samples->begin(), samples->end(), 0.0F);
  pushed_ = steps_ = 0;
}

bool MagnitudeShaper::push(std::span<const float> frame, std::span<const float> magnitudes,
                           std::span<float> out) {
  if (steps_ != pushed_) begin();
  for (auto* samples : {&heard_, &sum_, &weight_}) move(*samples, hop_);
  std::copy(frame.begin(), frame.end(), heard_.end() - hop_);
  std::copy(magnitudes.begin(), magnitudes.end(),
            wanted_.begin() + static_cast<std::ptrdiff_t>(pushed_ % (kLook + 1)) * bins());
  ++pushed_;
  return step(out);
}

bool MagnitudeShaper::finish(std::span<float> out) {
  while (steps_ < pushed_ + kDelay) {
    for (auto* samples : {&heard_, &sum_, &weight_}) move(*samples, hop_);
    if (step(out)) return true;
  }
  return false;
}

bool MagnitudeShaper::step(std::span<float> out) {
  const int transformed = steps_ - kLook, made = steps_ - kDelay;
  ++steps_;
  if (transformed >= 0 && transformed < pushed_)
    shape(wanted_.data() + static_cast<std::size_t>(transformed % (kLook + 1)) * bins());
  if (made < 0) return false;
  emit(out);
  return true;
}

/// Adds the transform whose middle lies two and a half frames back.
void MagnitudeShaper::shape(const float* magnitudes) {
  const int from = (kHops - kLook) * hop_ - hop_ / 2 - params_.window / 2;
  for (int i = 0; i < params_.window; ++i) frame_[i] = heard_[from + i] * window_[i];
  fft_->forward(frame_.data(), cells_.data());
  const float least = fromDb(-params_.mostCut), most = fromDb(params_.mostBoost);
  for (int bin = 0; bin < bins(); ++bin) {
    const float wanted = std::exp(magnitudes[bin] * std::numbers::ln10_v<float>);
    cells_[bin] *= std::clamp(wanted / (std::abs(cells_[bin]) + kLeast), least, most);
  }
  fft_->inverse(cells_.data(), frame_.data());
  const float scale = 1 / static_cast<float>(params_.window);
  for (int i = 0; i < params_.window; ++i) {
    sum_[from + i] += frame_[i] * window_[i] * scale;
    weight_[from + i] += window_[i] * window_[i];
  }
}

/// The loudness around each eighth of the frame that begins `at`.
MagnitudeShaper::Levels MagnitudeShaper::levels(const float* at) const {
  Levels found{};
  for (int k = 0; k <= kLevels; ++k) {
    const float* const first = at + k * hop_ / kLevels - hop_ / 2;
    float power = 0;
    for (int i = 0; i < hop_; ++i) power += level_[i] * first[i] * first[i];
    found[k] = std::sqrt(power) + kQuiet;
  }
  return found;
}

void MagnitudeShaper::emit(std::span<float> out) {
  const int from = (kHops - kDelay - 1) * hop_;
  for (int i = from - hop_ / 2; i < from + hop_ + hop_ / 2; ++i)
    shaped_[i] = sum_[i] / std::max(weight_[i], kLeastWeight);
  const Levels before = levels(heard_.data() + from), after = levels(shaped_.data() + from);
  Levels undo{};
  for (int k = 0; k <= kLevels; ++k)
    undo[k] =
        std::pow(std::clamp(before[k] / after[k], 1 / kFurthest, kFurthest), params_.keptLoudness);
  const int piece = hop_ / kLevels;
  for (int i = 0; i < hop_; ++i) {
    const float part = static_cast<float>(i % piece) / static_cast<float>(piece);
    out[i] = shaped_[from + i] * std::lerp(undo[i / piece], undo[i / piece + 1], part);
  }
}

}  // namespace timbre::spectral
