#include "audio/SndfileDecoder.h"

#include <sndfile.h>

#include <algorithm>
#include <cstdlib>
#include <string>

#include "audio/ByteOrder.h"
#include "base/CountText.h"

namespace timbre::audio {
namespace {

FileView& viewOf(void* user) {
  return *static_cast<FileView*>(user);
}

SF_VIRTUAL_IO callbacks() {
  SF_VIRTUAL_IO io{};
  io.get_filelen = [](void* user) -> sf_count_t { return viewOf(user).size(); };
  io.seek = [](sf_count_t offset, int whence, void* user) -> sf_count_t {
    FileView& view = viewOf(user);
    const std::int64_t base = whence == SEEK_CUR   ? view.position()
                              : whence == SEEK_END ? view.size()
                                                   : 0;
    std::int64_t to = 0;
    if (__builtin_add_overflow(base, offset, &to)) return -1;
    view.seek(to);
    return view.position();
  };
  io.read = [](void* to, sf_count_t count, void* user) -> sf_count_t {
    return viewOf(user).read(to, count);
  };
  io.write = [](const void*, sf_count_t, void*) -> sf_count_t { return 0; };
  io.tell = [](void* user) -> sf_count_t { return viewOf(user).position(); };
  return io;
}

class SndfileDecoder final : public SoundDecoder {
 public:
  explicit SndfileDecoder(FileView file) : file_(std::move(file)) {}

  Result<void> open() {
    takeFlacLength();
    auto io = callbacks();
    file_.seek(0);
    sound_.reset(sf_open_virtual(&io, SFM_READ, &info_, &file_));
    if (!sound_) return tl::unexpected(noSoundError(file_.path()));
    return {};
  }

  int rate() const override { return info_.samplerate; }
  int channels() const override { return info_.channels; }
  std::optional<std::int64_t> countedFrames() const override {
    if (isCompressed() || !isKnown()) return std::nullopt;
    return info_.frames;
  }
  double fractionRead() const override { return file_.fractionRead(); }

  Result<std::int64_t> read(std::span<float> frames) override {
    const auto room = static_cast<sf_count_t>(frames.size()) / info_.channels;
    const sf_count_t got = sf_readf_float(sound_.get(), frames.data(), room);
    if (got > 0) {
      read_ += got;
      return got;
    }
    return claimed_ > 0 ? ended() : 0;
  }

  std::vector<std::string> remarks() const override { return remarks_; }

  AudioTags tags() const {
    return {text(SF_STR_TITLE), text(SF_STR_ARTIST), text(SF_STR_COMMENT), text(SF_STR_SOFTWARE)};
  }

 private:
  std::string text(int kind) const {
    const char* found = sf_get_string(sound_.get(), kind);
    return found ? found : "";
  }

  int kind() const { return info_.format & SF_FORMAT_TYPEMASK; }
  bool isCompressed() const {
    return kind() == SF_FORMAT_FLAC || kind() == SF_FORMAT_OGG || kind() == SF_FORMAT_MPEG;
  }
  /// A FLAC that was written to a pipe leaves its number of samples 0.
  bool isKnown() const { return info_.frames > 0 && info_.frames < (sf_count_t{1} << 50); }

  /// Where a FLAC's header counts its samples, libsndfile reads no more of them. The count may be
  /// too small, so it is shown as unknown and kept here.
  void takeFlacLength() {
    constexpr std::size_t kCount = 21;  // where it stands: the last 36 bits of five bytes
    std::string head(kCount + 5, '\0');
    file_.seek(0);
    if (file_.read(head.data(), std::ssize(head)) < std::ssize(head) || !head.starts_with("fLaC"))
      return;
    claimed_ = static_cast<sf_count_t>(numberAt(head, kCount, 5, std::endian::big) &
                                       ((std::uint64_t{1} << 36) - 1));
    head[kCount] = static_cast<char>(head[kCount] & 0xf0);
    std::fill(head.begin() + kCount + 1, head.end(), '\0');
    file_.replaceFront(std::move(head));
  }

  /// A FLAC that ends before or behind what its header says.
  Result<std::int64_t> ended() {
    constexpr sf_count_t kBlock = 4608;  // the longest block of the streamable subset at 48 kHz
    const sf_count_t missing = claimed_ - read_;
    if (missing > kBlock || missing * 50 > claimed_)
      return tl::unexpected(
          cutShortError(file_.path(), static_cast<double>(read_) / static_cast<double>(claimed_)));
    if (missing != 0 && remarks_.empty())
      remarks_.push_back("holds " + countText(std::abs(missing), "sample") +
                         (missing > 0 ? " fewer than its header says; the rest was read"
                                      : " more than its header says; all of them were read"));
    return 0;
  }

  FileView file_;
  SF_INFO info_{};
  std::unique_ptr<SNDFILE, int (*)(SNDFILE*)> sound_{nullptr, &sf_close};
  sf_count_t read_ = 0;
  sf_count_t claimed_ = 0;  ///< frames by a FLAC's header; 0: it does not say
  std::vector<std::string> remarks_;
};

}  // namespace

Result<DecoderPtr> openSndfile(FileView file) {
  auto decoder = std::make_unique<SndfileDecoder>(std::move(file));
  if (auto opened = decoder->open(); !opened) return tl::unexpected(opened.error());
  return DecoderPtr(std::move(decoder));
}

Result<AudioTags> vorbisComments(FileView file) {
  SndfileDecoder decoder(std::move(file));
  if (auto opened = decoder.open(); !opened) return tl::unexpected(opened.error());
  return decoder.tags();
}

}  // namespace timbre::audio
