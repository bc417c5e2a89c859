/// The tags of a sound file.
#pragma once

#include <filesystem>
#include <string>

#include "base/Result.h"

namespace timbre::audio {

/// A WAV's LIST INFO chunk, a FLAC's or Ogg's Vorbis comments. UTF-8; empty: the file says nothing.
struct AudioTags {
  std::string title{};
  std::string artist{};
  std::string comment{};
  std::string software{};
  bool operator==(const AudioTags&) const = default;
};

/// Reads no samples. NotFound when the file cannot be opened, BadFormat when no decoder takes it
/// for a sound. Any thread.
Result<AudioTags> readTags(const std::filesystem::path& path);

}  // namespace timbre::audio
