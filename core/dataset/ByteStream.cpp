#include "dataset/ByteStream.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <limits>

namespace timbre::dataset {
namespace fs = std::filesystem;

namespace {

class PlainFile final : public ByteStream {
 public:
  PlainFile(const fs::path& file, std::uint64_t from)
      : path_(file), place_(from), file_(::open(file.c_str(), O_RDONLY | O_CLOEXEC)) {
    if (file_ < 0)
      throw Unreadable{{ErrorCode::NotFound, "Cannot open " + file.string() + " (" +
                                                 std::strerror(errno) + "); check the path"}};
  }
  ~PlainFile() override { ::close(file_); }
  PlainFile(const PlainFile&) = delete;
  PlainFile& operator=(const PlainFile&) = delete;

  std::size_t read(std::span<char> into) override {
    constexpr auto kFurthest = static_cast<std::uint64_t>(std::numeric_limits<off_t>::max());
    if (place_ > kFurthest) return 0;
    const ssize_t got = ::pread(file_, into.data(), into.size(), static_cast<off_t>(place_));
    if (got < 0)
      throw Unreadable{{ErrorCode::Internal, "Cannot read " + path_.string() + " (" +
                                                 std::strerror(errno) +
                                                 "); copy it to another disk"}};
    place_ += static_cast<std::uint64_t>(got);
    return static_cast<std::size_t>(got);
  }
  bool skip(std::uint64_t bytes) override {
    place_ += std::min(bytes, std::numeric_limits<std::uint64_t>::max() - place_);
    return true;
  }
  std::uint64_t consumed() const override { return place_; }

 private:
  fs::path path_;
  std::uint64_t place_;
  int file_;
};

}  // namespace

std::unique_ptr<ByteStream> openPlain(const fs::path& file, std::uint64_t from) {
  return std::make_unique<PlainFile>(file, from);
}

}  // namespace timbre::dataset
