/// A sound file read block by block, with all its channels: long files need no memory.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>

#include "base/Result.h"
#include "base/Units.h"

namespace timbre::audio {

/// WAV, FLAC, AIFF, Ogg Vorbis, Opus, MP3 and what else libsndfile knows by its header; 1 kHz to
/// 768 kHz, up to 64 channels. One thread at a time.
class SoundReader {
 public:
  /// NotFound when there is no such file; BadFormat for a folder, an empty file, something that is
  /// no sound, or one that says it lasts more than `longestSeconds`.
  static Result<SoundReader> open(const std::filesystem::path& path, double longestSeconds);
  SoundReader(SoundReader&&) noexcept;
  SoundReader& operator=(SoundReader&&) noexcept;
  ~SoundReader();

  SampleRate rate() const;
  int channels() const;
  /// What the file says: an estimate for MP3 and Ogg.
  std::int64_t framesClaimed() const;

  /// The next frames, the channels of each side by side; empty at the end. Valid until the next
  /// call. BadFormat when the file turns out to be cut short, endless, without samples, or to hold
  /// samples that are no numbers.
  Result<std::span<const float>> next();

 private:
  struct State;
  explicit SoundReader(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace timbre::audio
