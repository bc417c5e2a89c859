#include "audio/FileView.h"

#include <sys/types.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

namespace timbre::audio {

Result<FileView> FileView::open(const std::filesystem::path& path) {
  File file(std::fopen(path.c_str(), "rb"), [](std::FILE* f) { return f ? std::fclose(f) : 0; });
  if (!file) {
    const int why = errno;
    if (why == EACCES || why == EPERM)
      return fail(ErrorCode::BadFormat, "No permission to read " + path.string() +
                                            "; change its permissions or copy it elsewhere");
    if (why == ENOENT || why == ENOTDIR)
      return fail(ErrorCode::NotFound, "No file " + path.string() + "; check the path");
    return fail(ErrorCode::BadFormat,
                "Cannot open " + path.string() + " (" + std::strerror(why) + "); check the disk");
  }
  FileView view(path, std::move(file));
  if (::fseeko(view.file_.get(), 0, SEEK_END) == 0)
    view.fileSize_ = std::max<std::int64_t>(0, ::ftello(view.file_.get()));
  view.append(0, view.fileSize_);
  return view;
}

void FileView::restrictTo(std::int64_t offset, std::int64_t length) {
  offset = std::clamp(offset, std::int64_t{0}, fileSize_);
  base_ += offset;
  fileSize_ = std::clamp(length, std::int64_t{0}, fileSize_ - offset);
  clear();
  append(0, fileSize_);
}

void FileView::clear() {
  pieces_.clear();
  size_ = position_ = farthest_ = 0;
}

void FileView::append(std::string bytes) {
  const auto length = static_cast<std::int64_t>(bytes.size());
  if (length == 0) return;
  pieces_.push_back({size_, length, -1, std::move(bytes)});
  size_ += length;
}

void FileView::append(std::int64_t offset, std::int64_t length) {
  if (offset < 0 || offset >= fileSize_ || length <= 0) return;
  length = std::min(length, fileSize_ - offset);
  pieces_.push_back({size_, length, offset, {}});
  size_ += length;
}

void FileView::dropFront(std::int64_t length) {
  auto pieces = std::exchange(pieces_, {});
  clear();
  for (Piece& piece : pieces) {
    const std::int64_t gone = std::min(length, piece.length);
    length -= gone;
    if (piece.offset >= 0)
      append(piece.offset + gone, piece.length - gone);
    else
      append(piece.bytes.substr(static_cast<std::size_t>(gone)));
  }
}

void FileView::replaceFront(std::string bytes) {
  dropFront(static_cast<std::int64_t>(bytes.size()));
  auto pieces = std::exchange(pieces_, {});
  clear();
  append(std::move(bytes));
  for (Piece& piece : pieces) {
    if (piece.offset >= 0)
      append(piece.offset, piece.length);
    else
      append(std::move(piece.bytes));
  }
}

void FileView::seek(std::int64_t position) {
  position_ = std::clamp(position, std::int64_t{0}, size_);
}

std::int64_t FileView::readFile(std::int64_t offset, void* bytes, std::int64_t count) {
  if (count <= 0 || ::fseeko(file_.get(), base_ + offset, SEEK_SET) != 0) return 0;
  return static_cast<std::int64_t>(
      std::fread(bytes, 1, static_cast<std::size_t>(count), file_.get()));
}

std::int64_t FileView::read(void* bytes, std::int64_t count) {
  std::int64_t done = 0;
  auto piece = std::ranges::upper_bound(pieces_, position_, {}, &Piece::begin);
  if (piece != pieces_.begin()) --piece;
  for (; piece != pieces_.end() && done < count; ++piece) {
    const std::int64_t within = position_ - piece->begin;
    const std::int64_t some = std::min(count - done, piece->length - within);
    if (some <= 0) continue;
    char* const to = static_cast<char*>(bytes) + done;
    std::int64_t got = some;
    if (piece->offset < 0)
      std::copy_n(piece->bytes.data() + within, some, to);
    else
      got = readFile(piece->offset + within, to, some);
    done += got;
    position_ += got;
    if (got < some) break;  // the file has become shorter
  }
  farthest_ = std::max(farthest_, position_);
  return done;
}

std::string FileView::bytesAt(std::int64_t offset, std::int64_t count) {
  if (offset < 0 || offset >= fileSize_) return {};
  std::string bytes(
      static_cast<std::size_t>(std::clamp(count, std::int64_t{0}, fileSize_ - offset)), '\0');
  bytes.resize(static_cast<std::size_t>(
      readFile(offset, bytes.data(), static_cast<std::int64_t>(bytes.size()))));
  return bytes;
}

double FileView::fractionRead() const {
  return size_ > 0 ? static_cast<double>(farthest_) / static_cast<double>(size_) : 1;
}

}  // namespace timbre::audio
