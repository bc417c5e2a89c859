/// Which files of a dataset are sounds, by their names.
#pragma once

#include <string_view>

namespace timbre::dataset {

/// `ending` with its dot, in any case: ".wav", ".WAV", ".flac", ".aiff" and what else
/// audio::readAudio() reads.
bool isSoundEnding(std::string_view ending);

/// Equal but for the case of ASCII letters.
bool sameName(std::string_view a, std::string_view b);

}  // namespace timbre::dataset
