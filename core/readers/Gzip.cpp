#include "readers/Gzip.h"

#include <zlib.h>

#include <array>
#include <limits>
#include <vector>

namespace timbre::readers {
namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t kSpan = 8u << 20;
constexpr int kWithHeader = 15 + 16;
constexpr int kBare = -15;
constexpr std::size_t kTrailer = 8;  // checksum and length after each packed stream
constexpr std::size_t kWindow = 32768;

class GzipFile final : public ByteStream {
 public:
  GzipFile(const fs::path& file, const GzipPoint& from, std::function<void(const GzipPoint&)> keep)
      : path_(file), keep_(std::move(keep)), in_(from.in), out_(from.out), last_(from.out) {
    const bool middle = from.out > 0;
    if (middle && (from.in == 0 || from.bits < 0 || from.bits > 7 || from.window.size() > kWindow))
      damaged();
    packed_ = openPlain(file, from.in - (middle && from.bits ? 1 : 0));
    if (inflateInit2(&state_, middle ? kBare : kWithHeader) != Z_OK) throw std::bad_alloc();
    bare_ = middle;
    if (middle) enter(from);
  }
  ~GzipFile() override { inflateEnd(&state_); }
  GzipFile(const GzipFile&) = delete;
  GzipFile& operator=(const GzipFile&) = delete;

  std::size_t read(std::span<char> into) override {
    if (ended_ || into.empty()) return 0;
    state_.next_out = reinterpret_cast<Bytef*>(into.data());
    const auto room =
        static_cast<uInt>(std::min<std::size_t>(into.size(), std::numeric_limits<uInt>::max()));
    state_.avail_out = room;
    while (state_.avail_out == room && !ended_) advance();
    return room - state_.avail_out;
  }
  bool skip(std::uint64_t) override { return false; }
  std::uint64_t consumed() const override { return in_; }

 private:
  [[noreturn]] void damaged() const {
    throw Unreadable{{ErrorCode::BadFormat,
                      path_.string() + " is damaged or cut short; copy or download it again"}};
  }

  void enter(const GzipPoint& from) {
    if (from.bits) {
      if (!fill()) damaged();
      const int byte = *state_.next_in++;
      --state_.avail_in;
      inflatePrime(&state_, from.bits, byte >> (8 - from.bits));
    }
    inflateSetDictionary(&state_, reinterpret_cast<const Bytef*>(from.window.data()),
                         static_cast<uInt>(from.window.size()));
  }

  /// False at the end of the file.
  bool fill() {
    if (state_.avail_in > 0) return true;
    const std::size_t got = packed_->read(buffer_);
    state_.next_in = reinterpret_cast<Bytef*>(buffer_.data());
    state_.avail_in = static_cast<uInt>(got);
    return got > 0;
  }

  /// Decompresses up to the next end of a block, of the output or of the input at hand.
  void advance() {
    if (!fill()) damaged();
    const uInt before = state_.avail_out;
    const int code = inflate(&state_, Z_BLOCK);
    out_ += before - state_.avail_out;
    in_ = packed_->consumed() - state_.avail_in;
    if (code == Z_STREAM_END) return endOfStream();
    if (code != Z_OK && code != Z_BUF_ERROR) damaged();
    const bool betweenBlocks = (state_.data_type & 128) && !(state_.data_type & 64);
    if (keep_ && betweenBlocks && out_ - last_ >= kSpan) keepPoint();
  }

  void keepPoint() {
    std::array<Bytef, kWindow> window{};
    uInt length = kWindow;
    inflateGetDictionary(&state_, window.data(), &length);
    last_ = out_;
    keep_({out_, in_, state_.data_type & 7,
           std::string(reinterpret_cast<const char*>(window.data()), length)});
  }

  void endOfStream() {
    for (std::size_t left = bare_ ? kTrailer : 0; left > 0; --left) {
      if (!fill()) damaged();
      ++state_.next_in;
      --state_.avail_in;
    }
    in_ = packed_->consumed() - state_.avail_in;
    ended_ = !fill() || *state_.next_in != 0x1f;  // some tools pad the end with zeros
    if (ended_) return;
    bare_ = false;
    inflateReset2(&state_, kWithHeader);
  }

  fs::path path_;
  std::function<void(const GzipPoint&)> keep_;
  std::unique_ptr<ByteStream> packed_;
  z_stream state_{};
  std::vector<char> buffer_ = std::vector<char>(1 << 16);
  std::uint64_t in_, out_, last_;
  bool bare_ = false;
  bool ended_ = false;
};

}  // namespace

std::unique_ptr<ByteStream> openGzip(const fs::path& file, const GzipPoint& from,
                                     std::function<void(const GzipPoint&)> keep) {
  return std::make_unique<GzipFile>(file, from, std::move(keep));
}

}  // namespace timbre::readers
