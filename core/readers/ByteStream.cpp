#include "readers/ByteStream.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <limits>
#include <vector>

namespace timbre::readers {
namespace fs = std::filesystem;

namespace {

class PlainFile final : public ByteStream {
 public:
  PlainFile(const fs::path& file, std::uint64_t from)
      : path_(file), place_(from), file_(::open(file.c_str(), O_RDONLY | O_CLOEXEC)) {
    if (file_ < 0) throw Unreadable{cannotOpen(file, errno)};
  }
  ~PlainFile() override { ::close(file_); }
  PlainFile(const PlainFile&) = delete;
  PlainFile& operator=(const PlainFile&) = delete;

  std::size_t read(std::span<char> into) override {
    constexpr auto kFurthest = static_cast<std::uint64_t>(std::numeric_limits<off_t>::max());
    if (place_ > kFurthest) checkEnd();
    if (place_ > kFurthest) return 0;
    const ssize_t got = ::pread(file_, into.data(), into.size(), static_cast<off_t>(place_));
    if (got < 0)
      throw Unreadable{{ErrorCode::Internal, "Cannot read " + path_.string() + " (" +
                                                 std::strerror(errno) +
                                                 "); copy it to another disk"}};
    if (got == 0 && !into.empty()) checkEnd();
    place_ += static_cast<std::uint64_t>(got);
    return static_cast<std::size_t>(got);
  }
  bool skip(std::uint64_t bytes) override {
    place_ += std::min(bytes, std::numeric_limits<std::uint64_t>::max() - place_);
    return true;
  }
  std::uint64_t consumed() const override { return place_; }

 private:
  /// What was skipped may reach beyond the end: then the file was cut short.
  void checkEnd() const {
    struct stat found {};
    if (::fstat(file_, &found) == 0 && S_ISREG(found.st_mode) &&
        place_ > static_cast<std::uint64_t>(found.st_size))
      throw Unreadable{
          {ErrorCode::BadFormat, path_.string() + " is cut short: it should have at least " +
                                     std::to_string(place_) + " bytes; copy or download it again"}};
  }

  fs::path path_;
  std::uint64_t place_;
  int file_;
};

}  // namespace

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
