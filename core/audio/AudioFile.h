/// Sound files in: WAV, FLAC, AIFF, Ogg Vorbis, Opus and MP3.
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

}  // namespace timbre::audio
