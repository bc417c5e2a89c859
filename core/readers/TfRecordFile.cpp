#include "readers/TfRecordFile.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "base/Crc32c.h"

namespace timbre::readers {

namespace {

static_assert(std::endian::native == std::endian::little, "the frames are little-endian");

constexpr std::uint64_t kHead = 12;            // length and its checksum
constexpr std::uint64_t kTail = 4;             // the checksum of the content
constexpr std::uint64_t kLargest = 16u << 20;  // NSynth's are 0.26 MB

template <class T>
T numberAt(std::string_view bytes) {
  T value;
  std::memcpy(&value, bytes.data(), sizeof value);
  return value;
}

}  // namespace

bool looksLikeTfRecord(std::string_view head) {
  return head.size() >= kHead &&
         maskedCrc(crc32c(head.substr(0, 8))) == numberAt<std::uint32_t>(head.substr(8, 4));
}

TfRecordFile::TfRecordFile(std::filesystem::path file, ByteStream& stream, std::uint64_t at)
    : file_(std::move(file)), at_(at), stream_(stream) {}

bool TfRecordFile::next(std::string& content) {
  std::string head(kHead, '\0');
  const std::size_t got = readFully(stream_, head);
  if (got == 0) return false;
  if (got < kHead) wrong("ends too early");
  const auto length = numberAt<std::uint64_t>(head);
  if (!looksLikeTfRecord(head) || length > kLargest) wrong("has a record whose length is damaged");
  readContent(content, length);
  std::string tail(kTail, '\0');
  if (readFully(stream_, tail) < kTail) wrong("ends too early");
  if (maskedCrc(crc32c(content)) != numberAt<std::uint32_t>(tail))
    wrong("has a record whose checksum is wrong");
  at_ += kHead + length + kTail;
  return true;
}

void TfRecordFile::readContent(std::string& content, std::uint64_t length) {
  constexpr std::uint64_t kStep = 1 << 20;
  content.clear();
  while (content.size() < length) {
    const std::size_t had = content.size();
    content.resize(had + std::min<std::uint64_t>(kStep, length - had));
    const auto room = std::span(content).subspan(had);
    if (readFully(stream_, room) < room.size()) wrong("ends too early");
  }
}

void TfRecordFile::wrong(const char* what) const {
  throw Unreadable{{ErrorCode::BadFormat, file_.string() + " " + what + " (at byte " +
                                              std::to_string(at_) +
                                              "); copy or download it again"}};
}

}  // namespace timbre::readers
