#include "dataset/ArchiveAudio.h"

#include <array>
#include <vector>

#include "dataset/IndexBuilderStore.h"
#include "dataset/SoundBytes.h"
#include "dataset/TfRecord.h"
#include "readers/ArchiveWalk.h"

namespace timbre::dataset {
using readers::Unreadable;

Result<audio::AudioClip> readArchivedSound(const DatasetLocation& source, std::uint64_t at,
                                           const readers::GzipPoint& point) try {
  constexpr std::size_t kLargest = 64u << 20;
  std::vector<char> sound;
  const auto stream = openContent(source, at, point, {});
  const auto format = source.shape == Shape::Zip ? readers::Format::Zip : readers::Format::Tar;
  readers::walkArchive(source.path, format, *stream, at, [&](const readers::Member& member) {
    std::array<char, 1 << 16> block{};
    while (const std::size_t got = member.read(block)) {
      sound.insert(sound.end(), block.begin(), block.begin() + static_cast<long>(got));
      if (sound.size() > kLargest) break;
    }
    return false;
  });
  return readSoundBytes(sound, source.path);
} catch (const Unreadable& reason) {
  return tl::unexpected(reason.error);
}

Result<audio::AudioClip> ArchiveAudio::read(std::int64_t at) const try {
  const auto place = static_cast<std::uint64_t>(at);
  readers::GzipPoint point;
  if (source_.packing == Packing::Gzip) {
    const std::scoped_lock lock(*turn_);
    point = pointBefore(*index_, place);
  }
  if (source_.shape != Shape::TfRecord) return readArchivedSound(source_, place, point);
  const auto stream = openContent(source_, place, point, {});
  const ContentPlace here = ContentPlace::of(place);
  return readTfRecordSound({source_.files[here.file], *stream, here.at, 0});
} catch (const Unreadable& reason) {
  return tl::unexpected(reason.error);
} catch (const DatabaseFailure& failure) {
  return fail(ErrorCode::Internal, "The index of " + source_.path.string() + " cannot be read (" +
                                       failure.what + "); open it again");
}

}  // namespace timbre::dataset
