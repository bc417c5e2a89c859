/// Files appear whole or not at all: everything is written beside the target and renamed over it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>

#include "base/Result.h"

namespace timbre {

/// Calls `write` with a path in the same folder that does not exist yet; when it succeeds the file
/// is flushed to disk and renamed to `target`, else it is removed and an existing `target` stays as
/// it was. The folder must exist. Internal, with a sentence naming `target`, when the folder cannot
/// be written or the disk is full.
Result<void> writeAtomically(
    const std::filesystem::path& target,
    const std::function<Result<void>(const std::filesystem::path&)>& write);

/// The same for bytes at hand.
Result<void> writeBytesAtomically(const std::filesystem::path& target,
                                  std::span<const std::byte> bytes);

/// The whole file. NotFound when it is absent or cannot be opened, BadFormat above `limit` bytes.
Result<std::string> readBytes(const std::filesystem::path& path,
                              std::uintmax_t limit = std::uintmax_t{1} << 31);

}  // namespace timbre
