/// The sounds that models made for a study, kept on disk from the moment they are made.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "audio/AudioClip.h"
#include "base/Result.h"

namespace timbre::studies {

/// Any thread. Keys are any text; what cannot be read counts as absent and is made again.
class SoundStore {
 public:
  explicit SoundStore(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// Sounds are kept with 16 bits: what comes back is what keep() returned.
  std::optional<audio::AudioClip> sound(const std::string& key) const;
  Result<audio::AudioClip> keep(const std::string& key, const audio::AudioClip& sound) const;

 private:
  std::filesystem::path fileOf(const std::string& key) const;

  std::filesystem::path folder_;
};

}  // namespace timbre::studies
