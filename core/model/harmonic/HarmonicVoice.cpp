#include "model/harmonic/HarmonicVoice.h"

#include <algorithm>
#include <cmath>

#include "model/harmonic/PortableMath.h"

namespace timbre::model::harmonic {
namespace {

constexpr float kFadeHz = 200;          // below half the rate
constexpr float kMeasuredHz = 7500;     // what is above was not learnt, or not wholly
constexpr float kFallDbPerOctave = 18;  // of the partials from there on
constexpr int kGuidePartials = 3;       // whose power is continued
constexpr float kCentsPerOctave = 1200;

float ratioOf(float cents) {
  return exp2Of(cents / kCentsPerOctave);
}

/// The mean power in dB of the highest partials that were learnt; they lie `spacing` Hz apart.
float guideLevel(const HarmonicFrame& frame, float spacing) {
  const int top = std::min(kPartials, static_cast<int>(kMeasuredHz / spacing));
  const int count = std::min(top, kGuidePartials);
  if (count == 0) return kSilentDb;
  float power = 0;
  for (int k = top - count; k < top; ++k) {
    const float a = amplitudeOf(frame.partialDb[k]);
    power += a * a;
  }
  const float mean = power / static_cast<float>(count);
  return mean > 0 ? 10 * std::log10(mean) : kSilentDb;
}

/// Silent where nobody hears it, and where it would fold back.
float played(float decibels, float hertz, float nyquist) {
  if (decibels < kSilentDb) return 0;
  return amplitudeOf(decibels) * std::clamp((nyquist - hertz) / kFadeHz, 0.0F, 1.0F);
}

}  // namespace

bool canRender(SampleRate rate) {
  return rate.hz == kModelRate.hz || rate.hz == 2 * kModelRate.hz || rate.hz == 3 * kModelRate.hz;
}

HarmonicVoice::HarmonicVoice(SampleRate rate, int frameSamples, std::uint64_t seed)
    : rate_(rate),
      blocks_(frameSamples * (rate.hz / kModelRate.hz) / kBlock),
      partials_(rate, seed),
      noise_(rate, seed),
      limiter_(static_cast<double>(kBlock) / rate.hz),
      noiseMade_(static_cast<std::size_t>(noise_.hop())) {}

HarmonicVoice::Tones HarmonicVoice::tonesOf(double pitch, const HarmonicFrame& frame) const {
  Tones tones;
  if (pitch < 0) return tones;
  const auto told = static_cast<float>(frequencyOf(MidiPitch(pitch)));
  const float fundamental = told * ratioOf(frame.detuneCents);
  const float nyquist = static_cast<float>(rate_.hz) / 2;
  const bool higher = rate_ != kModelRate;
  const float guide = higher ? guideLevel(frame, told) : 0;
  for (int i = 0; i < kPartials; ++i) {
    const auto k = static_cast<float>(i + 1);
    float hertz = fundamental * k * std::sqrt(1 + frame.inharmonicity * k * k);
    if (i < kDetunedPartials) hertz *= ratioOf(frame.partialDetuneCents[i]);
    float level = frame.partialDb[i];
    if (higher && told * k > kMeasuredHz)
      level = guide - kFallDbPerOctave * std::log2(told * k / kMeasuredHz);
    tones.hertz[i] = std::min(hertz, nyquist);
    tones.amplitude[i] = played(level, hertz, nyquist);
  }
  for (int i = 0; i < kHalfPartials; ++i) {
    const float hertz = fundamental * (static_cast<float>(i) + 0.5F);
    tones.hertz[kPartials + i] = std::min(hertz, nyquist);
    tones.amplitude[kPartials + i] = played(frame.halfPartialDb[i], hertz, nyquist);
  }
  return tones;
}

void HarmonicVoice::begin(double pitch, const HarmonicFrame& first) {
  to_ = first;
  tonesTo_ = tonesOf(pitch, first);
  partials_.begin();
  noise_.begin(first.noiseDb);
  limiter_.begin();
  noiseUsed_ = noiseMade_.size();
  gains_.fill(amplitudeOf(first.gainDb[0]));
  block_ = blocks_;
}

void HarmonicVoice::enter(double pitch, const HarmonicFrame& next, bool last) {
  from_ = to_;
  tonesFrom_ = tonesTo_;
  to_ = next;
  tonesTo_ = tonesOf(pitch, next);
  block_ = 0;
  gains_[0] = gains_[kGainsPerFrame];
  for (int i = 0; i < kGainsPerFrame; ++i) gains_[i + 1] = amplitudeOf(from_.gainDb[i]);
  gains_.back() = last ? gains_[kGainsPerFrame] : amplitudeOf(next.gainDb[0]);
}

/// One hop that ends within this frame or with it.
void HarmonicVoice::addNoise() {
  const float t =
      static_cast<float>(block_ * kBlock + noise_.hop()) / static_cast<float>(blocks_ * kBlock);
  NoiseBands::Levels levels;
  for (int b = 0; b < kNoiseBands; ++b)
    levels[b] = from_.noiseDb[b] + t * (to_.noiseDb[b] - from_.noiseDb[b]);
  std::fill(noiseMade_.begin(), noiseMade_.end(), 0.0F);
  noise_.add(levels, noiseMade_);
  noiseUsed_ = 0;
}

void HarmonicVoice::render(std::span<float, kBlock> out) {
  const float step = 1.0F / static_cast<float>(blocks_);
  const float start = static_cast<float>(block_) * step;
  std::array<float, kOscillators> hertz, from, to;
  for (int k = 0; k < kOscillators; ++k) {
    const float rise = tonesTo_.amplitude[k] - tonesFrom_.amplitude[k];
    from[k] = tonesFrom_.amplitude[k] + start * rise;
    to[k] = tonesFrom_.amplitude[k] + (start + step) * rise;
    hertz[k] = tonesFrom_.hertz[k] + (start + step / 2) * (tonesTo_.hertz[k] - tonesFrom_.hertz[k]);
  }
  if (noiseUsed_ == noiseMade_.size()) addNoise();
  std::copy_n(noiseMade_.begin() + static_cast<std::ptrdiff_t>(noiseUsed_), kBlock, out.begin());
  noiseUsed_ += kBlock;
  partials_.add(hertz, from, to, out);
  applyGain(out);
  limiter_.apply(out);
  ++block_;
}

/// In a straight line between the middles of the frame's quarters.
void HarmonicVoice::applyGain(std::span<float, kBlock> out) {
  const float perSample = static_cast<float>(kGainsPerFrame) / static_cast<float>(blocks_ * kBlock);
  for (int n = 0; n < kBlock; ++n) {
    const float at = static_cast<float>(block_ * kBlock + n) * perSample + 0.5F;
    const int i = std::min(static_cast<int>(at), kGainsPerFrame);
    out[n] *= gains_[i] + (at - static_cast<float>(i)) * (gains_[i + 1] - gains_[i]);
  }
}

}  // namespace timbre::model::harmonic
