#include "audio/AudioClip.h"

#include <algorithm>
#include <cmath>

namespace timbre::audio {

float peakOf(const AudioClip& clip) {
  float peak = 0;
  for (const float s : clip.samples()) peak = std::max(peak, std::abs(s));
  return peak;
}

AudioClip normalized(const AudioClip& clip, double peakDb) {
  const float peak = peakOf(clip);
  if (peak == 0) return clip;
  const float gain = static_cast<float>(std::pow(10.0, peakDb / 20) / peak);
  std::vector<float> scaled(clip.samples().begin(), clip.samples().end());
  for (float& s : scaled) s *= gain;
  return {std::move(scaled), clip.rate()};
}

AudioClip withinFullScale(const AudioClip& clip) {
  return peakOf(clip) > 1 ? normalized(clip, 0) : clip;
}

AudioClip fitted(const AudioClip& clip, int samples) {
  std::vector<float> cut(static_cast<std::size_t>(samples), 0.0f);
  const std::size_t kept = std::min(cut.size(), clip.samples().size());
  std::copy_n(clip.samples().begin(), kept, cut.begin());
  return {std::move(cut), clip.rate()};
}

}  // namespace timbre::audio
