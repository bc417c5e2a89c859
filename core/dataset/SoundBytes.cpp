#include "dataset/SoundBytes.h"

#include <sys/mman.h>
#include <unistd.h>

#include <string>

#include "audio/AudioFile.h"

namespace timbre::dataset {
namespace fs = std::filesystem;

namespace {

/// A file in memory: libsndfile reads files.
class MemoryFile {
 public:
  explicit MemoryFile(std::span<const char> bytes) : file_(::memfd_create("note", MFD_CLOEXEC)) {
    while (!bytes.empty()) {
      const ssize_t put = ::write(file_, bytes.data(), bytes.size());
      if (put <= 0) break;
      bytes = bytes.subspan(static_cast<std::size_t>(put));
    }
  }
  ~MemoryFile() { ::close(file_); }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  fs::path path() const { return "/proc/self/fd/" + std::to_string(file_); }

 private:
  int file_;
};

}  // namespace

Result<audio::AudioClip> readSoundBytes(std::span<const char> bytes, const fs::path& inside) {
  const MemoryFile file(bytes);
  return audio::readAudio(file.path()).map_error([&](const Error&) {
    return Error{ErrorCode::BadFormat,
                 inside.string() + " holds a sound that cannot be read; download it again"};
  });
}

}  // namespace timbre::dataset
