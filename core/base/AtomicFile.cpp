#include "base/AtomicFile.h"

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <string>

namespace timbre {
namespace fs = std::filesystem;

namespace {

/// Beside the target, so that the rename stays on one file system; the ending is kept, since some
/// writers go by it.
fs::path partPath(const fs::path& target) {
  static std::atomic<unsigned> serial{0};
  return target.parent_path() /
         ("." + target.stem().string() + ".part" + std::to_string(::getpid()) + "-" +
          std::to_string(serial++) + target.extension().string());
}

/// Only after this is the content sure to be there when the name is.
void flushToDisk(const fs::path& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return;
  ::fsync(file);
  ::close(file);
}

std::string reason() {
  return errno ? std::string(" (") + std::strerror(errno) + ")" : std::string();
}

}  // namespace

Result<void> writeAtomically(const fs::path& target,
                             const std::function<Result<void>(const fs::path&)>& write) {
  const fs::path part = partPath(target);
  const auto written = write(part);
  std::error_code code;
  if (!written) {
    fs::remove(part, code);
    return written;
  }
  flushToDisk(part);
  fs::rename(part, target, code);
  if (code) {
    std::error_code ignored;
    fs::remove(part, ignored);
    return fail(ErrorCode::Internal, "Cannot write " + target.string() + " (" + code.message() +
                                         "); choose a folder that can be written");
  }
  return {};
}

Result<void> writeBytesAtomically(const fs::path& target, std::span<const std::byte> bytes) {
  return writeAtomically(target, [&](const fs::path& part) -> Result<void> {
    errno = 0;
    std::ofstream file(part, std::ios::binary);
    // char is the stream's unit; std::byte may be read through it.
    file.write(reinterpret_cast<const char*>(bytes.data()),
               static_cast<std::streamsize>(bytes.size()));
    file.close();
    if (!file)
      return fail(ErrorCode::Internal, "Cannot write " + target.string() + reason() +
                                           "; choose a folder that can be written");
    return {};
  });
}

Result<std::string> readBytes(const fs::path& path, std::uintmax_t limit) {
  std::error_code code;
  const auto size = fs::is_regular_file(path, code) ? fs::file_size(path, code) : 0;
  if (code || !fs::is_regular_file(path))
    return fail(ErrorCode::NotFound, "No file " + path.string() + "; check the path");
  if (size > limit)
    return fail(ErrorCode::BadFormat, path.string() + " is too large to be what it should be");
  std::string bytes(size, '\0');
  std::ifstream file(path, std::ios::binary);
  if (!file)
    return fail(ErrorCode::NotFound, "Cannot open " + path.string() + "; check its permissions");
  file.read(bytes.data(), static_cast<std::streamsize>(size));
  bytes.resize(static_cast<std::size_t>(file.gcount()));
  return bytes;
}

}  // namespace timbre
