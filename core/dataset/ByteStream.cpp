#include "dataset/ByteStream.h"

#include <algorithm>
#include <limits>

#include "base/FileHandle.h"

namespace timbre::dataset {
namespace fs = std::filesystem;

namespace {

class PlainFile final : public ByteStream {
 public:
  PlainFile(const fs::path& file, std::uint64_t from)
      : path_(file), place_(from), file_(FileHandle::open(file, FileHandle::Mode::Read)) {
    if (!file_)
      throw Unreadable{{ErrorCode::NotFound, "Cannot open " + file.string() + " (" +
                                                 file_.error().message() + "); check the path"}};
  }

  std::size_t read(std::span<char> into) override {
    const auto got = file_->readSome(place_, std::as_writable_bytes(into));
    if (!got)
      throw Unreadable{{ErrorCode::Internal, "Cannot read " + path_.string() + " (" +
                                                 got.error().message() +
                                                 "); copy it to another disk"}};
    place_ += *got;
    return *got;
  }
  bool skip(std::uint64_t bytes) override {
    place_ += std::min(bytes, std::numeric_limits<std::uint64_t>::max() - place_);
    return true;
  }
  std::uint64_t consumed() const override { return place_; }

 private:
  fs::path path_;
  std::uint64_t place_;
  SystemResult<FileHandle> file_;
};

}  // namespace

std::unique_ptr<ByteStream> openPlain(const fs::path& file, std::uint64_t from) {
  return std::make_unique<PlainFile>(file, from);
}

}  // namespace timbre::dataset
