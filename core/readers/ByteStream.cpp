#include "readers/ByteStream.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <limits>
#include <vector>

#include "base/CountText.h"
#include "base/FileHandle.h"

namespace timbre::readers {
namespace fs = std::filesystem;

namespace {

class PlainFile final : public ByteStream {
 public:
  PlainFile(const fs::path& file, std::uint64_t from)
      : path_(file), place_(from), file_(FileHandle::open(file, FileHandle::Mode::Read)) {
    if (!file_) throw Unreadable{cannotOpen(file, file_.error().value())};
  }

  std::size_t read(std::span<char> into) override {
    const auto got = file_->readSome(place_, std::as_writable_bytes(into));
    if (!got)
      throw Unreadable{{ErrorCode::Internal, "Cannot read " + path_.string() + " (" +
                                                 got.error().message() +
                                                 "); copy the file to another disk"}};
    if (*got == 0 && !into.empty()) checkEnd();
    place_ += *got;
    return *got;
  }
  bool skip(std::uint64_t bytes) override {
    place_ += std::min(bytes, std::numeric_limits<std::uint64_t>::max() - place_);
    return true;
  }
  std::uint64_t consumed() const override { return place_; }

 private:
  /// What was skipped may reach beyond the end: then the file was cut short.
  void checkEnd() const {
    const auto status = file_->status();
    if (status && status->regular && place_ > status->size)
      throw Unreadable{
          {ErrorCode::BadFormat, path_.string() + " is cut short: it should have at least " +
                                     countText(place_, "byte") + "; copy or download it again"}};
  }

  fs::path path_;
  std::uint64_t place_;
  SystemResult<FileHandle> file_;
};

}  // namespace

PeekedStream::PeekedStream(std::unique_ptr<ByteStream> from, std::size_t bytes)
    : from_(std::move(from)), head_(bytes, '\0') {
  head_.resize(readFully(*from_, head_));
}

std::size_t PeekedStream::read(std::span<char> into) {
  const std::size_t count = std::min(into.size(), head_.size() - given_);
  if (count == 0) return from_->read(into);
  std::memcpy(into.data(), head_.data() + given_, count);
  given_ += count;
  return count;
}

bool PeekedStream::skip(std::uint64_t bytes) {
  const std::uint64_t left = head_.size() - given_;
  if (bytes > left && !from_->skip(bytes - left)) return false;
  given_ += static_cast<std::size_t>(std::min(bytes, left));
  return true;
}

std::unique_ptr<ByteStream> openPlain(const fs::path& file, std::uint64_t from) {
  return std::make_unique<PlainFile>(file, from);
}

std::size_t readFully(ByteStream& stream, std::span<char> into) {
  std::size_t have = 0;
  while (have < into.size()) {
    const std::size_t got = stream.read(into.subspan(have));
    if (got == 0) break;
    have += got;
  }
  return have;
}

void passOver(ByteStream& stream, std::uint64_t bytes) {
  if (bytes == 0 || stream.skip(bytes)) return;
  std::vector<char> passed(1 << 16);
  while (bytes > 0) {
    const auto room = std::min<std::uint64_t>(bytes, passed.size());
    const std::size_t got = stream.read(std::span(passed).first(room));
    if (got == 0) return;
    bytes -= got;
  }
}

Error cannotOpen(const fs::path& path, int reason) {
  if (reason == EACCES || reason == EPERM)
    return {ErrorCode::NotFound, "You have no permission to read " + path.string() +
                                     "; change its permissions or ask its owner"};
  return {ErrorCode::NotFound,
          "Cannot open " + path.string() + " (" + std::strerror(reason) + "); check the path"};
}

}  // namespace timbre::readers
