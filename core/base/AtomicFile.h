/// Files appear whole or not at all: everything is written beside the target and renamed over it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <system_error>

#include "base/Result.h"

namespace timbre {

/// Calls `write` with a path in the same folder that does not exist yet; when it succeeds the file
/// is flushed to disk and renamed to `target`, else it is removed and an existing `target` stays as
/// it was. Links are followed: what they lead to is replaced, the links stay. A file that is
/// replaced hands its permissions on. Pipes, devices and what a process has open ("/dev/stdout")
/// are not replaced: the finished bytes are written into them.
///
/// The folder must exist. Internal, with a sentence naming `target`, when the folder cannot be
/// written, the disk is full or does not say that it has the bytes.
Result<void> writeAtomically(
    const std::filesystem::path& target,
    const std::function<Result<void>(const std::filesystem::path&)>& write);

/// The same for bytes at hand.
Result<void> writeBytesAtomically(const std::filesystem::path& target,
                                  std::span<const std::byte> bytes);

/// Whether writeAtomically() can begin: its folder is there and may be written, and no folder has
/// the name. Changes nothing. Internal with the sentence that writeAtomically() would say after the
/// work; the disk may still fill.
Result<void> checkWritable(const std::filesystem::path& target);

/// The sentence for a file that cannot be written, from what the system said (errno, for instance).
Error cannotWrite(const std::filesystem::path& target, std::error_code reason);
/// Whether the error says that the disk, or the user's quota, is full: then a later attempt may
/// succeed.
bool isDiskFull(const Error& error);

/// Removes half-written files that killed processes left in `folder`, if they are older than a day.
/// The first writeAtomically() of a process into a folder calls this.
void sweepRemnants(const std::filesystem::path& folder);

/// The whole file. NotFound when it is absent or cannot be opened, BadFormat above `limit` bytes.
Result<std::string> readBytes(const std::filesystem::path& path,
                              std::uintmax_t limit = std::uintmax_t{1} << 31);

}  // namespace timbre
