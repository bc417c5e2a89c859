/// The names and places inside a training pack; for this room only.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace timbre::corpus {

inline constexpr std::string_view kFormat = "timbre-pack";
inline constexpr std::string_view kVersion = "1";
/// Length word and header together: a page, so that the samples begin on one.
inline constexpr std::uint64_t kHeaderBytes = 4096;
/// Bytes of labels each note has besides its samples.
inline constexpr std::uint64_t kLabelBytes = 11;

/// The header of a pack of `notes` notes whose table of instruments takes `instrumentBytes`, padded
/// to kHeaderBytes with its length word.
std::string headerOf(std::uint64_t notes, std::uint64_t instrumentBytes);

}  // namespace timbre::corpus
