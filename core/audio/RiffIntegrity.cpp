#include "audio/RiffIntegrity.h"

#include <array>
#include <fstream>
#include <string_view>

namespace timbre::audio {

namespace {

std::uint32_t number(const char* bytes, bool bigEndian) {
  std::uint32_t value = 0;
  for (int i = 0; i < 4; ++i)
    value = value << 8 | static_cast<unsigned char>(bytes[bigEndian ? i : 3 - i]);
  return value;
}

}  // namespace

std::optional<CutShort> cutShort(const std::filesystem::path& path) {
  // Programs that write to a pipe leave a length near 2^31 or 2^32: they could not know better.
  constexpr std::uint32_t kUnknown = 0x7ffff000;
  constexpr int kMostChunks = 4096;
  std::error_code code;
  const std::uint64_t size = std::filesystem::file_size(path, code);
  std::ifstream file(path, std::ios::binary);
  std::array<char, 12> head{};
  if (code || !file.read(head.data(), head.size())) return {};
  const std::string_view kind(head.data(), 4);
  const bool bigEndian = kind == "FORM";
  if (!bigEndian && kind != "RIFF") return {};
  const std::string_view sound = bigEndian ? "SSND" : "data";
  std::uint64_t at = head.size();
  for (int chunk = 0; chunk < kMostChunks && at + 8 <= size; ++chunk) {
    file.seekg(static_cast<std::streamoff>(at));
    if (!file.read(head.data(), 8)) return {};
    const std::uint32_t length = number(head.data() + 4, bigEndian);
    const std::uint64_t present = size - at - 8;
    if (std::string_view(head.data(), 4) == sound) {
      if (length >= kUnknown || length <= present) return {};
      return CutShort{length, present};
    }
    at += 8 + std::uint64_t{length} + (length & 1u);  // chunks begin at even places
  }
  return {};
}

}  // namespace timbre::audio
