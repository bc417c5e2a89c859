#include "quality/NoteChecks.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <string_view>
#include <vector>

#include "audio/Pitch.h"
#include "base/Hash.h"

namespace timbre::quality {
using audio::AudioClip;
using dataset::Finding;

namespace {

constexpr double kSilence = -60;  // dBFS
constexpr double kBlockSeconds = 0.032;
constexpr float kFullScale = 0.999f;
constexpr int kClippedSamples = 3;
constexpr int kClippedPlaces = 3;
constexpr double kOff = 0.5;         // semitones
constexpr double kSureShare = 0.75;  // of the frames that must agree before a label is doubted
constexpr double kSureAperiodicity = 0.1;
constexpr double kRoughly = 0.6;  // YIN's threshold under which something is periodic at all
constexpr int kFrames = 12;
constexpr int kLowestKey = 21;    // A0
constexpr int kHighestKey = 108;  // C8

double loudestDb(const AudioClip& clip) {
  const auto samples = clip.samples();
  const auto block =
      std::max<std::size_t>(1, static_cast<std::size_t>(clip.rate().hz * kBlockSeconds));
  double loudest = 0;
  for (std::size_t at = 0; at < samples.size(); at += block) {
    const auto piece = samples.subspan(at, std::min(block, samples.size() - at));
    double sum = 0;
    for (const float x : piece) sum += double{x} * x;
    loudest = std::max(loudest, sum / static_cast<double>(block));
  }
  return 10 * std::log10(loudest + 1e-20);
}

bool clips(std::span<const float> samples) {
  int places = 0;
  int run = 0;
  for (const float x : samples) {
    run = std::abs(x) >= kFullScale ? run + 1 : 0;
    if (run == kClippedSamples && ++places == kClippedPlaces) return true;
  }
  return false;
}

/// Semitones between the pitch and the nearest thing that a note with this label may be heard as.
double offBy(double heard, int label) {
  static constexpr std::array<double, 8> kRatios{1, 2, 3, 4, 5, 1 / 2.0, 1 / 3.0, 1 / 4.0};
  double least = 128;
  for (const double ratio : kRatios)
    least = std::min(least, std::abs(heard - label - 12 * std::log2(ratio)));
  return least;
}

audio::PitchParams paramsFor(int label, double threshold) {
  audio::PitchParams params;
  params.lowest = MidiPitch(std::clamp(label - 13, 9, kLowestKey));
  params.highest = MidiPitch(std::clamp(label + 13, kHighestKey, 127));
  params.threshold = threshold;
  params.frames = kFrames;
  return params;
}

void listen(const AudioClip& clip, int label, NoteCheck& health) {
  if (const auto pitch = audio::estimatePitch(clip, paramsFor(label, 0.15))) {
    health.heard = pitch->pitch.value;
    health.findings[bitOf(Finding::OffPitch)] = pitch->share >= kSureShare &&
                                                pitch->aperiodicity <= kSureAperiodicity &&
                                                offBy(pitch->pitch.value, label) > kOff;
  } else {
    health.findings[bitOf(Finding::Noise)] =
        !audio::estimatePitch(clip, paramsFor(label, kRoughly)).has_value();
  }
}

}  // namespace

bool outOfRange(const dataset::NoteInfo& note) {
  return note.pitch < kLowestKey || note.pitch > kHighestKey ||
         std::ranges::find(dataset::kVelocities, note.velocity) == dataset::kVelocities.end();
}

std::uint64_t contentOf(const AudioClip& clip) {
  std::vector<std::int16_t> rounded;
  rounded.reserve(clip.samples().size());
  for (const float x : clip.samples())
    rounded.push_back(
        static_cast<std::int16_t>(std::lround(std::clamp(x, -1.0f, 32767.0f / 32768) * 32768)));
  while (!rounded.empty() && rounded.back() == 0) rounded.pop_back();
  if (rounded.empty()) return 0;
  return hashOf(
      {reinterpret_cast<const char*>(rounded.data()), rounded.size() * sizeof(std::int16_t)});
}

NoteCheck checkNote(const dataset::NoteInfo& note, const AudioClip& clip) {
  NoteCheck health;
  health.findings[bitOf(Finding::OutOfRange)] = outOfRange(note);
  if (loudestDb(clip) < kSilence) {
    health.findings.set(bitOf(Finding::Silence));
    return health;
  }
  health.content = contentOf(clip);
  health.findings[bitOf(Finding::Clipping)] = clips(clip.samples());
  listen(clip, note.pitch, health);
  return health;
}

}  // namespace timbre::quality
