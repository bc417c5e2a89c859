/// The members of a tar archive, by libarchive. Throws Unreadable.
#pragma once

#include <functional>

#include "base/Progress.h"
#include "dataset/ByteStream.h"

namespace timbre::dataset {

struct TarMember {
  std::string name;        ///< with its folders
  std::uint64_t at = 0;    ///< where its header begins in the archive's content
  std::uint64_t size = 0;  ///< as the header says
  std::function<std::size_t(std::span<char>)> read;  ///< its content; 0 at the end
};

/// Calls `visit` for every ordinary file; false ends the walk. `stream` stands at byte `from` of
/// the content, where a header begins.
void walkTar(const std::filesystem::path& file, ByteStream& stream, std::uint64_t from,
             const std::function<bool(const TarMember&)>& visit);

}  // namespace timbre::dataset
