/// Names for new files that never overwrite another.
#pragma once

#include <filesystem>
#include <string>

namespace timbre {

/// folder/STEM.ending, with " (2)" and so on behind the stem where that is taken. `ending`: with
/// its dot. Slashes in the stem become underscores.
std::filesystem::path freeName(const std::filesystem::path& folder, std::string stem,
                               const std::string& ending);

}  // namespace timbre
