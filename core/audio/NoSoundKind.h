/// Files that somebody takes for sounds: notes, instruments, archives, lists, pictures.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace timbre::audio {

/// How many bytes of a file it wants to see.
inline constexpr int kKindBytes = 2048;

/// What a file without readable sound is and what to do with it, by its first bytes. Continues
/// "FILE ...", without a full stop. Nothing for whatever may be a sound.
std::optional<std::string> noSoundKind(std::string_view start);

}  // namespace timbre::audio
