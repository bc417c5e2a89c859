#include "dataset/ArchiveAudio.h"

#include "dataset/TfRecord.h"

namespace timbre::dataset {

Result<audio::AudioClip> ArchiveAudio::read(std::int64_t at) const try {
  const auto place = static_cast<std::uint64_t>(at);
  if (source_.shape == Shape::TfRecord) return readTfRecordSound(source_.path, place);
  GzipPoint point;
  if (source_.shape == Shape::TarGz) {
    const std::scoped_lock lock(*turn_);
    point = pointBefore(*index_, place);
  }
  return readTarSound(source_, place, point);
} catch (const DatabaseFailure& failure) {
  return fail(ErrorCode::Internal, "The index of " + source_.path.string() + " cannot be read (" +
                                       failure.what + "); open it again");
}

}  // namespace timbre::dataset
