/// Questions about files that cannot throw. std::filesystem's functions without an error_code throw
/// on a link to itself or in a folder that may not be entered; they are called nowhere else.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

#include "base/Result.h"

namespace timbre {

/// Links are followed; what cannot be looked at is neither there, nor a folder, nor a file.
bool pathExists(const std::filesystem::path& path);
bool isFolder(const std::filesystem::path& path);
bool isFile(const std::filesystem::path& path);

/// In bytes; nothing where `path` is not a file.
std::optional<std::uintmax_t> sizeOf(const std::filesystem::path& path);

/// What a folder holds, sorted, hidden entries too; at most `most` of them. NotFound or Internal
/// with a sentence when it cannot be read.
Result<std::vector<std::filesystem::path>> entriesOf(const std::filesystem::path& folder,
                                                     std::size_t most = 1u << 20);

/// Makes the folder and those above it. Internal with a sentence when that cannot be.
Result<void> makeFolders(const std::filesystem::path& folder);

/// Whether makeFolders() can make it, and files be written into it. Changes nothing. Internal with
/// a sentence.
Result<void> checkFolderCanBeMade(const std::filesystem::path& folder);

/// Absolute, without "." and "..", links resolved as far as they lead somewhere; `path` itself
/// where even that cannot be found out.
std::filesystem::path resolved(const std::filesystem::path& path);

/// Whether both lead to one file: by links, hard links, or other spellings of one name. Neither
/// has to exist.
bool isSameFile(const std::filesystem::path& a, const std::filesystem::path& b);

/// The folder for temporary files, "/tmp" where none is named.
std::filesystem::path temporaryFolder();

}  // namespace timbre
