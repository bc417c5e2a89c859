/// Sound files in: all that SoundReader.h lists.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "audio/AudioClip.h"
#include "audio/SoundDecoder.h"
#include "base/Result.h"

namespace timbre::audio {

/// Longer files are refused: a note is never as long as an album.
inline constexpr double kLongestSeconds = 30 * 60;

struct SoundFile {
  AudioClip clip;
  std::vector<std::string> remarks{};  ///< as SoundReader::remarks: for the user
};

struct ReadOptions {
  std::optional<SampleRate> rate{};  ///< resampled to it; none: the file's own
  double longestSeconds = kLongestSeconds;
  CancelCheck cancelled{};
};

/// The whole file; several channels are folded to one by their mean, or as DownmixAnalyzer says
/// where they would cancel. NotFound when there is no such file; BadFormat for a folder, an empty
/// file, one without permission, something that is not a sound, a file cut short, samples that are
/// no numbers, or more than `longestSeconds`; Cancelled. Any thread; a minute of sound takes about
/// 10 ms.
Result<SoundFile> readSound(const std::filesystem::path& path, const ReadOptions& options = {});

/// readSound without the remarks, at the file's own rate.
Result<AudioClip> readAudio(const std::filesystem::path& path,
                            double longestSeconds = kLongestSeconds);

/// The same at `rate`.
Result<AudioClip> readAudioAt(const std::filesystem::path& path, SampleRate rate = kModelRate,
                              double longestSeconds = kLongestSeconds);

}  // namespace timbre::audio
