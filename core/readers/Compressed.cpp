#include "readers/Compressed.h"

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <fstream>
#include <vector>

#include "base/AtomicFile.h"
#include "readers/ArchiveFeed.h"

namespace timbre::readers {
namespace fs = std::filesystem;

namespace {

using Reader = std::unique_ptr<::archive, decltype(&archive_read_free)>;

constexpr std::size_t kBlock = 1 << 18;
constexpr std::uint64_t kMostContent = std::uint64_t{64} << 30;  // all of NSynth is 40 GB
constexpr std::uint64_t kLeaveFree = std::uint64_t{1} << 30;

/// Only filters of the library itself: some others run a program.
Reader freshReader() {
  Reader reader(archive_read_new(), &archive_read_free);
  archive_read_support_filter_bzip2(reader.get());
  archive_read_support_filter_compress(reader.get());
  archive_read_support_filter_gzip(reader.get());
  archive_read_support_filter_lz4(reader.get());
  archive_read_support_filter_lzip(reader.get());
  archive_read_support_filter_lzma(reader.get());
  archive_read_support_filter_xz(reader.get());
  archive_read_support_filter_zstd(reader.get());
  archive_read_support_format_raw(reader.get());
  archive_read_support_format_empty(reader.get());
  return reader;
}

class Decompressed final : public ByteStream {
 public:
  Decompressed(std::unique_ptr<ByteStream> stream, const fs::path& file)
      : path_(file), stream_(std::move(stream)), feed_(*stream_), reader_(freshReader()) {
    archive_entry* entry = nullptr;
    if (!feed_.open(reader_.get())) damaged();
    const int code = archive_read_next_header(reader_.get(), &entry);
    ended_ = code == ARCHIVE_EOF;
    if (!ended_ && code < ARCHIVE_WARN) damaged();
  }

  std::size_t read(std::span<char> into) override {
    if (ended_ || into.empty()) return 0;
    const auto got = archive_read_data(reader_.get(), into.data(), into.size());
    if (got < 0) damaged();
    return static_cast<std::size_t>(got);
  }
  bool skip(std::uint64_t) override { return false; }
  std::uint64_t consumed() const override {
    return static_cast<std::uint64_t>(
        std::max<la_int64_t>(0, archive_filter_bytes(reader_.get(), -1)));
  }

 private:
  [[noreturn]] void damaged() const {
    feed_.rethrow();
    throw Unreadable{{ErrorCode::BadFormat,
                      path_.string() + " is damaged or cut short; copy or download it again"}};
  }

  fs::path path_;
  std::unique_ptr<ByteStream> stream_;
  ArchiveFeed feed_;
  Reader reader_;
  bool ended_ = false;
};

Result<void> copyAll(ByteStream& from, const fs::path& file, const fs::path& to,
                     Progress& progress) {
  std::error_code code;
  const auto size = static_cast<double>(fs::file_size(file, code)) + 1;
  const auto noRoom = [&] {
    return fail(ErrorCode::Internal, "There is no room in " + to.parent_path().string() +
                                         " to unpack " + file.string() +
                                         "; make room there, or unpack it yourself and open the "
                                         "folder");
  };
  std::ofstream out(to, std::ios::binary);
  std::vector<char> block(kBlock);
  std::uint64_t written = 0;
  while (const std::size_t got = readFully(from, block)) {
    written += got;
    if (written > kMostContent)
      return fail(
          ErrorCode::BadFormat,
          file.string() +
              " unpacks to more than the limit of 64 GB; unpack it yourself and open the folder");
    if (written % (64 * kBlock) < kBlock) {
      const auto space = fs::space(to.parent_path(), code);
      if (!code && space.available < kLeaveFree) return noRoom();
    }
    if (!out.write(block.data(), static_cast<std::streamsize>(got))) return noRoom();
    if (progress.cancelled()) return cancelled();
    progress.advanced(std::min(1.0, static_cast<double>(from.consumed()) / size));
  }
  out.close();
  if (!out) return noRoom();
  return {};
}

}  // namespace

std::unique_ptr<ByteStream> decompressed(std::unique_ptr<ByteStream> stream, const fs::path& file) {
  return std::make_unique<Decompressed>(std::move(stream), file);
}

std::unique_ptr<ByteStream> openCompressed(const fs::path& file) {
  return decompressed(openPlain(file, 0), file);
}

Result<void> unpack(const fs::path& file, const fs::path& target, Progress& progress) try {
  const auto stream = openCompressed(file);
  return writeAtomically(
      target, [&](const fs::path& part) { return copyAll(*stream, file, part, progress); });
} catch (const Unreadable& reason) {
  return tl::unexpected(reason.error);
}

}  // namespace timbre::readers
