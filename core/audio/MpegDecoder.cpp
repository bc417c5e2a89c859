#include "audio/MpegDecoder.h"

#include <mpg123.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <mutex>
#include <string_view>

#include "audio/ByteOrder.h"
#include "audio/Id3Tags.h"

namespace timbre::audio {
namespace {

/// The header of one frame of MPEG audio (ISO 11172-3, 13818-3), as far as its length needs.
struct FrameHeader {
  std::uint32_t fixed = 0;  ///< the bits that stay the same all through a stream
  std::size_t length = 0;   ///< bytes; 0: free format, told by the next header
};

std::optional<FrameHeader> headerAt(std::string_view bytes, std::size_t at) {
  constexpr std::array<std::array<int, 15>, 5> kKilobits{{
      {0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448},
      {0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384},
      {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320},
      {0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256},
      {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160},
  }};
  constexpr std::array<int, 3> kRates{44100, 48000, 32000};
  const auto word = static_cast<std::uint32_t>(numberAt(bytes, at, 4, std::endian::big));
  const auto version = word >> 19 & 3;  // 0: 2.5, 2: 2, 3: 1
  const auto layer = word >> 17 & 3;    // 1: III, 2: II, 3: I
  const auto bits = word >> 12 & 15;
  const auto rate = word >> 10 & 3;
  if (word >> 21 != 0x7ff || version == 1 || layer == 0 || bits == 15 || rate == 3) return {};
  const int hertz = kRates[rate] >> (version == 3 ? 0 : version == 2 ? 1 : 2);
  const std::size_t row = version == 3 ? 3 - layer : layer == 3 ? 3 : 4;
  const int bitRate = 1000 * kKilobits[row][bits];
  const int padding = word >> 9 & 1;
  FrameHeader header{word & 0xfffe0c00, 0};
  if (bitRate == 0) return header;
  const int frame = layer == 3                   ? (12 * bitRate / hertz + padding) * 4
                    : layer == 1 && version != 3 ? 72 * bitRate / hertz + padding
                                                 : 144 * bitRate / hertz + padding;
  header.length = static_cast<std::size_t>(frame);
  return header;
}

/// Whether more frames of the same stream lie one behind the other where the first ends. In a file
/// of another kind two are found by chance.
bool isFollowed(std::string_view bytes, std::size_t at, const FrameHeader& first) {
  const auto same = [&](std::size_t place) {
    const auto next = headerAt(bytes, place);
    return next && next->fixed == first.fixed;
  };
  if (first.length > 0) {
    constexpr int kMore = 4;
    std::size_t place = at + first.length;
    if (!same(place)) return false;
    for (int i = 1; i < kMore; ++i) {
      place += headerAt(bytes, place)->length;
      if (place + 4 > bytes.size()) return true;  // the file ends here
      if (!same(place)) return false;
    }
    return true;
  }
  // Among so many places one looks the same by chance, but not a third frame as far behind it.
  constexpr std::size_t kLongestFree = 8192;
  constexpr std::size_t kPadding = 4;
  for (std::size_t length = 48; length < kLongestFree; ++length) {
    if (!same(at + length) || headerAt(bytes, at + length)->length > 0) continue;
    for (std::size_t third = 2 * length - kPadding; third <= 2 * length + kPadding; ++third)
      if (same(at + third) && headerAt(bytes, at + third)->length == 0) return true;
  }
  return false;
}

/// What a Xing, Info or VBRI header says of the stream; 0 where it says nothing.
struct Announced {
  std::int64_t frames = 0;  ///< of MPEG audio
  std::int64_t bytes = 0;   ///< from the header's own frame on
};

/// `start`: the first bytes of the stream.
Announced announcedIn(std::string_view start) {
  const auto field = [&](std::size_t at) {
    return static_cast<std::int64_t>(numberAt(start, at, 4, std::endian::big));
  };
  if (const auto at = start.find("VBRI"); at != start.npos) return {field(at + 14), field(at + 10)};
  const auto at = std::min(start.find("Xing"), start.find("Info"));
  if (at == start.npos) return {};
  constexpr std::int64_t kHasFrames = 1;
  constexpr std::int64_t kHasBytes = 2;
  const auto flags = field(at + 4);
  Announced told;
  if ((flags & kHasFrames) != 0) told.frames = field(at + 8);
  if ((flags & kHasBytes) != 0) told.bytes = field(at + ((flags & kHasFrames) != 0 ? 12 : 8));
  return told;
}

using Handle = std::unique_ptr<mpg123_handle, void (*)(mpg123_handle*)>;

class MpegDecoder final : public SoundDecoder {
 public:
  MpegDecoder(FileView file, CancelCheck cancelled)
      : file_(std::move(file)), cancelled_(std::move(cancelled)) {}

  Result<void> open() {
    static std::once_flag once;
    std::call_once(once, [] { mpg123_init(); });
    handle_.reset(mpg123_new(nullptr, nullptr));
    if (!handle_) return fail(ErrorCode::Internal, "The MP3 decoder did not start");
    mpg123_handle* const h = handle_.get();
    mpg123_param(h, MPG123_ADD_FLAGS, MPG123_QUIET | MPG123_FORCE_FLOAT | MPG123_SKIP_ID3V2, 0);
    mpg123_param(h, MPG123_RESYNC_LIMIT, -1, 0);
    mpg123_replace_reader_handle(h, &MpegDecoder::readBytes, &MpegDecoder::seekTo, nullptr);
    long rate = 0;
    int encoding = 0;
    if (mpg123_open_handle(h, this) != MPG123_OK ||
        mpg123_getformat(h, &rate, &channels_, &encoding) != MPG123_OK || channels_ < 1)
      return stopped_ ? cancelled()
                      : fail(ErrorCode::BadFormat,
                             file_.path().string() +
                                 " holds no readable MP3 sound; convert it to a WAV file");
    rate_ = static_cast<int>(rate);
    // A joined stream of another kind is brought to the first one's rate and channels.
    mpg123_format_none(h);
    mpg123_format(h, rate, channels_ == 1 ? MPG123_MONO : MPG123_STEREO, MPG123_ENC_FLOAT_32);
    announced_ = announcedIn(startOfStream());
    return {};
  }

  int rate() const override { return rate_; }
  int channels() const override { return channels_; }
  double fractionRead() const override { return file_.fractionRead(); }

  Result<std::int64_t> read(std::span<float> frames) override {
    const std::size_t frame = sizeof(float) * static_cast<std::size_t>(channels_);
    while (!done_) {
      std::size_t bytes = 0;
      const int state = mpg123_read(handle_.get(), frames.data(), frames.size_bytes(), &bytes);
      if (stopped_) return cancelled();
      done_ = state != MPG123_OK && state != MPG123_NEW_FORMAT;
      if (state == MPG123_NEW_FORMAT) checkFormat();
      const auto got = static_cast<std::int64_t>(bytes / frame);
      read_ += got;
      if (got > 0) return got;
    }
    return 0;
  }

  std::vector<std::string> remarks() const override {
    auto all = remarks_;
    if (const auto share = shareThatIsThere())
      all.push_back("is probably cut short: only " +
                    std::to_string(std::lround(std::floor(100 * *share))) +
                    " % of the length in its header is present");
    return all;
  }

 private:
  static mpg123_ssize_t readBytes(void* self, void* to, std::size_t count) {
    auto& decoder = *static_cast<MpegDecoder*>(self);
    if (decoder.stopped_ || (decoder.cancelled_ && decoder.cancelled_())) {
      decoder.stopped_ = true;
      return -1;
    }
    return decoder.file_.read(to, static_cast<std::int64_t>(count));
  }
  static off_t seekTo(void* self, off_t offset, int whence) {
    FileView& file = static_cast<MpegDecoder*>(self)->file_;
    const std::int64_t base = whence == SEEK_CUR   ? file.position()
                              : whence == SEEK_END ? file.size()
                                                   : 0;
    std::int64_t to = 0;
    if (__builtin_add_overflow(base, offset, &to) || to < 0) return -1;
    file.seek(to);
    return file.position();
  }

  std::string startOfStream() {
    std::string some(512, '\0');
    const auto at = file_.position();
    file_.seek(0);
    some.resize(static_cast<std::size_t>(file_.read(some.data(), std::ssize(some))));
    file_.seek(at);
    return some;
  }

  /// Of what the header announces, once all is read; nothing where nothing is missing. Recorders
  /// leave either number wrong, so what only one of the two misses is not missing.
  std::optional<double> shareThatIsThere() const {
    if (!done_) return std::nullopt;
    const double perFrame = mpg123_spf(handle_.get());
    const double frames = static_cast<double>(announced_.frames);
    const double framesMissing = frames - static_cast<double>(read_) / perFrame;
    if (announced_.bytes == 0) {
      constexpr double kTrimmed = 4;  // frames of an encoder's delay and padding
      if (frames == 0 || framesMissing <= kTrimmed) return std::nullopt;
      return 1 - framesMissing / frames;
    }
    const double share = static_cast<double>(file_.size()) / static_cast<double>(announced_.bytes);
    const auto missing = announced_.bytes - file_.size();
    if (missing <= frameBytes()) return std::nullopt;
    if (frames > 0 && framesMissing < 0.5 * (1 - share) * frames) return std::nullopt;
    return share;
  }

  /// The length of one frame on average, or of the largest that there may be where it is unknown.
  std::int64_t frameBytes() const {
    constexpr std::int64_t kLargest = 1441;
    return announced_.frames > 0 ? std::min(kLargest, announced_.bytes / announced_.frames)
                                 : kLargest;
  }

  void checkFormat() {
    long rate = 0;
    int channels = 0;
    int encoding = 0;
    if (mpg123_getformat(handle_.get(), &rate, &channels, &encoding) == MPG123_OK &&
        rate == rate_ && channels == channels_ && encoding == MPG123_ENC_FLOAT_32)
      return;
    done_ = true;
    remarks_.push_back("changes to another format after " + seconds(read_) +
                       "; the part after that was not read");
  }

  std::string seconds(std::int64_t frames) const {
    const auto tenths = std::llround(10 * static_cast<double>(frames) / rate_);
    return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " s";
  }

  FileView file_;
  CancelCheck cancelled_;
  Handle handle_{nullptr, &mpg123_delete};
  int rate_ = 0;
  int channels_ = 0;
  Announced announced_;
  std::int64_t read_ = 0;
  bool done_ = false;
  bool stopped_ = false;
  std::vector<std::string> remarks_;
};

}  // namespace

std::optional<std::int64_t> findMpegFrames(FileView& file) {
  constexpr std::int64_t kSearched = 65536;
  constexpr std::int64_t kZeros = std::int64_t{16} << 20;
  std::int64_t at = behindId3Tags(file);
  std::string some(2 * kSearched, '\0');
  file.seek(at);
  if (file.read(some.data(), 4) == 4 && some.starts_with("fLaC")) return std::nullopt;
  for (const std::int64_t limit = at + kZeros; at < limit; at += kSearched) {
    file.seek(at);
    const auto got = static_cast<std::size_t>(file.read(some.data(), std::ssize(some)));
    const auto bytes = std::string_view(some).substr(0, got);
    const std::size_t first = bytes.find_first_not_of('\0');
    if (first == bytes.npos && got == some.size()) continue;  // zeros: look farther
    for (std::size_t i = first; i < std::min<std::size_t>(got, kSearched); ++i)
      if (const auto header = headerAt(bytes, i); header && isFollowed(bytes, i, *header))
        return at + static_cast<std::int64_t>(i);
    return std::nullopt;
  }
  return std::nullopt;
}

Result<DecoderPtr> openMpeg(FileView file, CancelCheck cancelled) {
  auto decoder = std::make_unique<MpegDecoder>(std::move(file), std::move(cancelled));
  if (auto opened = decoder->open(); !opened) return tl::unexpected(opened.error());
  return DecoderPtr(std::move(decoder));
}

}  // namespace timbre::audio
