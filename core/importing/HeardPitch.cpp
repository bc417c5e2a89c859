#include "importing/HeardPitch.h"

#include <algorithm>
#include <cmath>

#include "spectral/PitchEstimator.h"

namespace timbre::importing {
namespace {

std::string withPercent(MidiPitch pitch, double share) {
  return noteName(pitch) + " (" + std::to_string(std::lround(100 * share)) + " %)";
}

}  // namespace

int HeardPitch::key() const {
  return std::clamp(static_cast<int>(std::lround(pitch.value)), 0, 127);
}

double HeardPitch::cents() const {
  return 100 * (pitch.value - key());
}

std::string HeardPitch::text() const {
  const std::string first = withPercent(pitch, confidence);
  return isSure() || !second ? first : first + ", or " + withPercent(*second, secondConfidence);
}

std::optional<HeardPitch> heardPitch(const audio::AudioClip& clip) {
  constexpr double kHardly = 0.02;  // a second of less is not worth a word
  const auto candidates = spectral::estimatePitchCandidates(clip);
  if (candidates.empty()) return std::nullopt;
  HeardPitch heard{candidates.front().pitch, candidates.front().probability};
  if (candidates.size() > 1 && candidates[1].probability >= kHardly) {
    heard.second = candidates[1].pitch;
    heard.secondConfidence = candidates[1].probability;
  }
  return heard;
}

}  // namespace timbre::importing
