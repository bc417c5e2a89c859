/// What models made for a study, kept on disk from the moment it is made.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "audio/AudioClip.h"
#include "base/Result.h"
#include "latent/Embedding.h"

namespace timbre::studies {

/// Any thread. Keys are any text; what cannot be read counts as absent and is made again.
class WorkStore {
 public:
  explicit WorkStore(std::filesystem::path folder) : folder_(std::move(folder)) {}

  std::optional<latent::Embedding> embedding(const std::string& key) const;
  Result<void> keep(const std::string& key, const latent::Embedding& embedding) const;
  /// Sounds are kept with 16 bits: what comes back is what keep() returned.
  std::optional<audio::AudioClip> sound(const std::string& key) const;
  Result<audio::AudioClip> keep(const std::string& key, const audio::AudioClip& sound) const;

 private:
  std::filesystem::path fileOf(const std::string& key, const char* ending) const;
  std::filesystem::path folder_;
};

}  // namespace timbre::studies
