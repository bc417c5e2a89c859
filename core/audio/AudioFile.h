/// Sound files in and out: WAV, FLAC, AIFF, Ogg Vorbis, Opus and MP3 are read, WAV and FLAC are
/// written.
#pragma once

#include <filesystem>
#include <string>

#include "audio/AudioClip.h"
#include "base/Result.h"

namespace timbre::audio {

/// Longer files are refused: nobody means an album when asking for a note.
inline constexpr double kLongestSeconds = 30 * 60;

/// The whole file at its own rate; several channels are folded to one by their mean, or as
/// DownmixAnalyzer says where they would cancel. NotFound when there is no such file; BadFormat for
/// a folder, an empty file, something that is no sound, a file cut short, samples that are no
/// numbers, or more than `longestSeconds`. Any thread; a minute of sound takes about 10 ms.
Result<AudioClip> readAudio(const std::filesystem::path& path,
                            double longestSeconds = kLongestSeconds);

/// readAudio, then resampled to `rate` where the file has another.
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
