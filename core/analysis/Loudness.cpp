#include "analysis/Loudness.h"

#include <ebur128.h>

#include <algorithm>
#include <cmath>
#include <memory>

#include "analysis/ExceptionText.h"

namespace timbre::analysis {
namespace {

constexpr double kBlockSeconds = 0.4;

struct Destroy {
  void operator()(ebur128_state* state) const { ebur128_destroy(&state); }
};

}  // namespace

Result<std::optional<double>> loudnessOf(const audio::AudioClip& clip) {
  const auto samples = clip.samples();
  if (samples.empty()) return std::optional<double>();
  const auto rate = static_cast<unsigned long>(clip.rate().hz);
  const std::unique_ptr<ebur128_state, Destroy> state(ebur128_init(1, rate, EBUR128_MODE_I));
  if (!state)
    return fail(ErrorCode::Unsupported,
                "The loudness of a sound at " + std::to_string(rate) + " Hz cannot be measured");
  const auto least = static_cast<std::size_t>(std::ceil(kBlockSeconds * clip.rate().hz));
  for (std::size_t added = 0; added == 0 || added < least; added += samples.size())
    if (ebur128_add_frames_float(state.get(), samples.data(), samples.size()) != EBUR128_SUCCESS)
      return fail(ErrorCode::Internal, std::string(kExceptionText.noMemory));
  double lufs = 0;
  if (ebur128_loudness_global(state.get(), &lufs) != EBUR128_SUCCESS || !std::isfinite(lufs))
    return std::optional<double>();
  return std::optional(lufs);
}

Result<SoundLevel> levelOf(const audio::AudioClip& clip) {
  return loudnessOf(clip).map([&](std::optional<double> lufs) {
    return SoundLevel{lufs, audio::peakOf(clip)};
  });
}

std::vector<double> matchingGains(std::span<const SoundLevel> sounds) {
  std::vector<double> gains(sounds.size(), 1);
  if (sounds.empty() || !sounds.front().lufs) return gains;
  const double first = *sounds.front().lufs;
  const auto matched = [&](const SoundLevel& sound) {
    return sound.lufs && std::abs(*sound.lufs - first) <= kLargestMatchDb;
  };
  double target = first;
  for (const SoundLevel& sound : sounds)
    if (matched(sound)) target = std::min(target, *sound.lufs - 20 * std::log10(sound.peak));
  for (std::size_t i = 0; i < sounds.size(); ++i)
    if (matched(sounds[i])) gains[i] = std::pow(10.0, (target - *sounds[i].lufs) / 20);
  return gains;
}

}  // namespace timbre::analysis
