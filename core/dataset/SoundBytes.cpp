#include "dataset/SoundBytes.h"

#include "audio/AudioFile.h"
#include "base/FileHandle.h"

namespace timbre::dataset {
namespace fs = std::filesystem;

Result<audio::AudioClip> readSoundBytes(std::span<const char> bytes, const fs::path& inside) {
  auto file = FileHandle::inMemory();  // libsndfile reads files
  if (!file || !file->write(std::as_bytes(bytes)))
    return fail(ErrorCode::Internal, "There is not enough memory to read a sound from " +
                                         inside.string() + "; close other programs");
  return audio::readAudio(file->path()).map_error([&](const Error&) {
    return Error{ErrorCode::BadFormat,
                 inside.string() + " holds a sound that cannot be read; download it again"};
  });
}

}  // namespace timbre::dataset
