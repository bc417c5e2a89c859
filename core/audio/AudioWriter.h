/// Sound files out: WAV and FLAC.
#pragma once

#include <filesystem>

#include "audio/AudioClip.h"
#include "audio/AudioTags.h"
#include "base/Result.h"

namespace timbre::audio {

enum class SampleFormat { S16, S24, Float32 };

/// Mono WAV, written atomically. Float32 is exact; the integers are rounded to nearest and stop at
/// full scale. The same clip gives the same bytes. BadFormat when a sample is not finite.
Result<void> writeWav(const std::filesystem::path& path, const AudioClip& clip,
                      SampleFormat format = SampleFormat::S16, const AudioTags& tags = {});

/// Mono FLAC, written atomically, as writeWav rounds. Unsupported for Float32.
Result<void> writeFlac(const std::filesystem::path& path, const AudioClip& clip,
                       SampleFormat format = SampleFormat::S16, const AudioTags& tags = {});

/// Whether writeSound() supports the ending of `path`, in any case, with `format`; check it before
/// starting long work. Unsupported otherwise, naming the endings.
Result<void> checkSoundPath(const std::filesystem::path& path, SampleFormat format);

/// WAV or FLAC, by the ending in any case. Fails as the three above.
Result<void> writeSound(const std::filesystem::path& path, const AudioClip& clip,
                        SampleFormat format = SampleFormat::S16, const AudioTags& tags = {});

}  // namespace timbre::audio
