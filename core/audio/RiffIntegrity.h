/// libsndfile reads a WAV or AIFF cut short without a word, as if it ended there. This look at the
/// chunks tells.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

namespace timbre::audio {

struct CutShort {
  std::uint64_t claimed = 0;  ///< bytes of sound the header announces
  std::uint64_t present = 0;
};

/// Nothing when the file is whole, of another kind, or says that it does not know its length (as
/// pipes write it).
std::optional<CutShort> cutShort(const std::filesystem::path& path);

}  // namespace timbre::audio
