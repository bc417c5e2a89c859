/// The members of a tar or zip archive, by libarchive. Throws Unreadable.
#pragma once

#include <functional>

#include "readers/ByteStream.h"

namespace timbre::readers {

enum class Format { Tar, Zip };

struct Member {
  std::string name;  ///< with its folders, "/" between them, nothing like "./" or ".." in it
  std::string link;  ///< the name of the member that a hard or symbolic link stands for; else empty
  std::uint64_t at = 0;    ///< where its header begins in the archive's content
  std::uint64_t size = 0;  ///< as the header says
  std::function<std::size_t(std::span<char>)> read;  ///< its content; 0 at the end
};

/// Calls `visit` for every ordinary file and every link; false ends the walk. `stream` stands at
/// byte `from` of the content, where a header begins. `file` is for the sentences.
void walkArchive(const std::filesystem::path& file, Format format, ByteStream& stream,
                 std::uint64_t from, const std::function<bool(const Member&)>& visit);

}  // namespace timbre::readers
