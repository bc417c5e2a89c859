/// Sounds that come with the program, ready to play before a model is loaded.
#pragma once

#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>

#include "synthesis/RenderedSound.h"
#include "synthesis/ResolvedRequest.h"

namespace timbre::synthesis {

/// Any thread. A sound is found by the content of its notes and of the weights and by every
/// setting, all of which its file describes: one that a change has made stale is not found.
class ShippedSounds {
 public:
  /// `folder`: of FLAC and WAV files as `timbre reconstruct` and `timbre morph` write them. Empty
  /// or not there: none. Read at the first call of find().
  explicit ShippedSounds(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// Reads the notes' sounds where a file of this model is there. What cannot be read counts as
  /// absent.
  std::optional<RenderedSound> find(const ResolvedRequest& request);

 private:
  void readFolder();

  const std::filesystem::path folder_;
  std::once_flag read_;
  std::map<std::string, std::filesystem::path> files_;  // by the content of their requests
  std::set<std::string> weights_;                       // their hashes
};

}  // namespace timbre::synthesis
