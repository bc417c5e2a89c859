/// Sound files in and out: what SoundReader.h lists is read, WAV and FLAC are written.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "audio/AudioClip.h"
#include "audio/SoundDecoder.h"
#include "base/Result.h"

namespace timbre::audio {

/// Longer files are refused: nobody means an album when asking for a note.
inline constexpr double kLongestSeconds = 30 * 60;

struct SoundFile {
  AudioClip clip;
  std::vector<std::string>
      remarks{};  ///< as SoundReader::remarks: for the person who gave the file
};

struct ReadOptions {
  std::optional<SampleRate> rate{};  ///< resampled to it; none: the file's own
  double longestSeconds = kLongestSeconds;
  CancelCheck cancelled{};
};

/// The whole file; several channels are folded to one by their mean, or as DownmixAnalyzer says
/// where they would cancel. NotFound when there is no such file; BadFormat for a folder, an empty
/// file, one without permission, something that is no sound, a file cut short, samples that are no
/// numbers, or more than `longestSeconds`; Cancelled. Any thread; a minute of sound takes about 10
/// ms.
Result<SoundFile> readSound(const std::filesystem::path& path, const ReadOptions& options = {});

/// readSound for callers whom no remark interests, at the file's own rate.
Result<AudioClip> readAudio(const std::filesystem::path& path,
                            double longestSeconds = kLongestSeconds);

/// The same at `rate`.
Result<AudioClip> readAudioAt(const std::filesystem::path& path, SampleRate rate = kModelRate,
                              double longestSeconds = kLongestSeconds);

enum class SampleFormat { S16, S24, Float32 };

/// What a WAV says of itself (its LIST INFO chunk); empty texts are left out.
struct AudioTags {
  std::string title{};
  std::string artist{};
  std::string comment{};
  std::string software{};
};

/// Mono WAV, written atomically. Float32 is exact; the integers are rounded to nearest and stop at
/// full scale. The same clip gives the same bytes. BadFormat when a sample is not finite.
Result<void> writeWav(const std::filesystem::path& path, const AudioClip& clip,
                      SampleFormat format = SampleFormat::S16, const AudioTags& tags = {});

/// Mono 16-bit FLAC, written atomically, as writeWav rounds.
Result<void> writeFlac(const std::filesystem::path& path, const AudioClip& clip);

}  // namespace timbre::audio
