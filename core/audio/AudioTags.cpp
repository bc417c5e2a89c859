#include "audio/AudioTags.h"

#include <sndfile.h>

#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>

namespace timbre::audio {
namespace {

using SndfileHandle = std::unique_ptr<SNDFILE, decltype(&sf_close)>;

constexpr std::size_t kLongestList = std::size_t{16} << 20;  // bytes
constexpr std::size_t kChunkHead = 8;                        // a chunk's name and length

std::string text(SNDFILE* file, int kind) {
  const char* found = sf_get_string(file, kind);
  return found ? found : "";
}

/// The bytes of a RIFF file's LIST chunks.
std::string listOf(SNDFILE* file) {
  SF_CHUNK_INFO wanted{};
  std::memcpy(wanted.id, "LIST", 4);
  wanted.id_size = 4;
  std::string all;
  for (auto* at = sf_get_chunk_iterator(file, &wanted); at; at = sf_next_chunk_iterator(at)) {
    SF_CHUNK_INFO chunk{};
    if (sf_get_chunk_size(at, &chunk) != SF_ERR_NO_ERROR || chunk.datalen > kLongestList) continue;
    std::string bytes(chunk.datalen, '\0');
    chunk.data = bytes.data();
    if (sf_get_chunk_data(at, &chunk) == SF_ERR_NO_ERROR) all += bytes;
  }
  return all;
}

std::size_t lengthAt(std::string_view bytes) {
  std::size_t length = 0;
  for (std::size_t i = 4; i > 0; --i)
    length = length << 8 | static_cast<unsigned char>(bytes[i - 1]);
  return length;
}

/// The text of one member of an INFO list; empty where there is none.
std::string memberOf(std::string_view list, std::string_view name) {
  if (!list.starts_with("INFO")) return {};
  list.remove_prefix(4);
  while (list.size() >= kChunkHead) {
    const std::size_t length = std::min(lengthAt(list.substr(4)), list.size() - kChunkHead);
    const std::string_view value = list.substr(kChunkHead, length);
    if (list.starts_with(name)) return std::string(value.substr(0, value.find('\0')));
    list.remove_prefix(std::min(list.size(), kChunkHead + length + (length & 1)));
  }
  return {};
}

}  // namespace

Result<AudioTags> readTags(const std::filesystem::path& path) {
  std::error_code code;
  if (!std::filesystem::is_regular_file(path, code))
    return fail(ErrorCode::NotFound, "No file " + path.string() + "; check the path");
  SF_INFO info{};
  const SndfileHandle file(sf_open(path.c_str(), SFM_READ, &info), &sf_close);
  if (!file)
    return fail(ErrorCode::BadFormat,
                path.string() + " is not a sound file that can be read; choose another file");
  AudioTags tags{text(file.get(), SF_STR_TITLE), text(file.get(), SF_STR_ARTIST),
                 text(file.get(), SF_STR_COMMENT), text(file.get(), SF_STR_SOFTWARE)};
  // libsndfile passes over texts of a WAV that are longer than 2 kB.
  if (tags.comment.empty()) tags.comment = memberOf(listOf(file.get()), "ICMT");
  return tags;
}

}  // namespace timbre::audio
