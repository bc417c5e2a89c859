#include "audio/AudioTags.h"

#include <algorithm>
#include <string_view>

#include "audio/ByteOrder.h"
#include "audio/ContainerLayout.h"
#include "audio/SndfileDecoder.h"
#include "audio/SoundDecoder.h"

namespace timbre::audio {
namespace {

/// The text of one member of an INFO list; empty where there is none.
std::string memberOf(std::string_view list, std::string_view name) {
  constexpr std::size_t kHead = 8;  // a member's name and length
  while (list.size() >= kHead) {
    const std::size_t length = std::min<std::size_t>(numberAt(list, 4, 4), list.size() - kHead);
    const std::string_view value = list.substr(kHead, length);
    if (list.starts_with(name)) return std::string(value.substr(0, value.find('\0')));
    list.remove_prefix(std::min(list.size(), kHead + length + (length & 1)));
  }
  return {};
}

}  // namespace

Result<AudioTags> readTags(const std::filesystem::path& path) {
  std::error_code code;
  if (!std::filesystem::is_regular_file(path, code))
    return fail(ErrorCode::NotFound, "No file " + path.string() + "; check the path");
  auto file = FileView::open(path);
  if (!file) return tl::unexpected(file.error());
  const std::string start = file->bytesAt(0, 12);
  if (start.starts_with("fLaC") || start.starts_with("OggS"))
    return vorbisComments(std::move(*file));
  AudioTags tags;
  if (isWav(start)) {
    const std::string info = wavInfo(*file);
    tags = {memberOf(info, "INAM"), memberOf(info, "IART"), memberOf(info, "ICMT"),
            memberOf(info, "ISFT")};
  }
  auto decoder = openDecoder(std::move(*file));
  if (!decoder) return tl::unexpected(decoder.error());
  return tags;
}

}  // namespace timbre::audio
