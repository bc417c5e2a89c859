#include "audio/SoundDecoder.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "audio/AdtsFrames.h"
#include "audio/ChainedDecoder.h"
#include "audio/CodecModule.h"
#include "audio/ContainerLayout.h"
#include "audio/JoinedStreams.h"
#include "audio/MpegDecoder.h"
#include "audio/NoSoundKind.h"
#include "audio/SndfileDecoder.h"

namespace timbre::audio {
namespace {

/// Adds the remarks of the container to those of the decoder.
class Remarking final : public SoundDecoder {
 public:
  Remarking(DecoderPtr inner, std::vector<std::string> remarks)
      : inner_(std::move(inner)), remarks_(std::move(remarks)) {}

  int rate() const override { return inner_->rate(); }
  int channels() const override { return inner_->channels(); }
  std::optional<std::int64_t> countedFrames() const override { return inner_->countedFrames(); }
  double fractionRead() const override { return inner_->fractionRead(); }
  Result<std::int64_t> read(std::span<float> frames) override { return inner_->read(frames); }
  std::vector<std::string> remarks() const override {
    auto all = remarks_;
    const auto more = inner_->remarks();
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }

 private:
  DecoderPtr inner_;
  std::vector<std::string> remarks_;
};

/// Kinds that FFmpeg alone reads, by their first bytes. Nobody is to look for MPEG frames in them.
bool isForFfmpeg(std::string_view start) {
  constexpr std::array<std::string_view, 16> kMarks{"\x1A\x45\xDF\xA3",
                                                    "\x30\x26\xB2\x75",
                                                    "#!AMR",
                                                    "MAC ",
                                                    "wvpk",
                                                    "FLV",
                                                    "TTA1",
                                                    "ADIF",
                                                    "MPCK",
                                                    "MP+",
                                                    "tBaK",
                                                    "ajkg",
                                                    "DSD ",
                                                    "FRM8",
                                                    ".RMF",
                                                    ".ra\xfd"};
  if (start.size() >= 8 && start.substr(4, 4) == "ftyp") return true;
  return std::ranges::any_of(kMarks,
                             [&](std::string_view mark) { return start.starts_with(mark); });
}

bool isAiff(std::string_view start) {
  return start.size() >= 12 && start.starts_with("FORM") && start.substr(8, 3) == "AIF";
}

/// Kinds that hold no MPEG frames. Compressed sound among them looks like such frames by chance.
bool isForSndfile(std::string_view start) {
  return start.starts_with("fLaC") || start.starts_with("Creative Voice File") ||
         start.starts_with("NIST_1A") || start.starts_with("FORM");
}

/// What layOut() does not know. A WAV or AIFF that it refused is too damaged: libsndfile may search
/// in it for ever.
Result<DecoderPtr> openAsItIs(const std::filesystem::path& path, std::string_view start) {
  if (!(isForSndfile(start) || start.starts_with("OggS")) || isAiff(start))
    return tl::unexpected(noSoundError(path));
  auto view = FileView::open(path);
  if (!view) return tl::unexpected(view.error());
  return openSndfile(std::move(*view));
}

Result<DecoderPtr> openMpegIn(FileView file, const CancelCheck& cancelled) {
  if (const auto start = findMpegFrames(file)) {
    file.dropFront(*start);
    return openMpeg(std::move(file), cancelled);
  }
  return fail(ErrorCode::BadFormat,
              file.path().string() + " holds no readable MP3 sound; convert it to a WAV file");
}

/// The first of the three that can decode it; FFmpeg's error where none can.
Result<DecoderPtr> openAny(FileView file, const CancelCheck& cancelled) {
  const auto path = file.path();
  const std::string start = file.bytesAt(0, 1024);
  if (!isForFfmpeg(start) && !isForSndfile(start) && !holdsAdts(file)) {
    if (const auto links = start.find("OggS") != start.npos ? oggLinks(file) : OggLinks{};
        !links.links.empty()) {
      if (auto ogg = openChained(file, links, cancelled)) return ogg;
      if (links.cut) return tl::unexpected(cutShortError(path, 0));
    } else if (auto mpeg = openMpegIn(std::move(file), cancelled);
               mpeg || mpeg.error().code == ErrorCode::Cancelled) {
      return mpeg;
    }
  }
  auto plain = openAsItIs(path, start);
  if (plain) return plain;
  auto view = FileView::open(path);
  if (!view) return tl::unexpected(view.error());
  auto decoder = openByModule(std::move(*view), cancelled);
  // Where there is no module, the file may be anything: what libsndfile said is safer.
  if (!decoder && decoder.error().code == ErrorCode::Unsupported && !isForFfmpeg(start))
    return plain;
  return decoder;
}

}  // namespace

Error noSoundError(const std::filesystem::path& path) {
  return {ErrorCode::BadFormat,
          path.string() +
              " is not a readable sound file; choose a WAV, FLAC, AIFF, Ogg, MP3 or M4A file"};
}

Error cutShortError(const std::filesystem::path& path, double share) {
  const int percent = static_cast<int>(100 * std::clamp(share, 0.0, 1.0));
  return {ErrorCode::BadFormat, path.string() + " is cut short: only " + std::to_string(percent) +
                                    " % of its sound is present; copy or download it again"};
}

Result<DecoderPtr> openDecoder(FileView file, const CancelCheck& cancelled) {
  const auto path = file.path();
  // Regular tables in them look like MPEG frames.
  if (const auto kind = noSoundKind(file.bytesAt(0, kKindBytes)))
    return fail(ErrorCode::BadFormat, path.string() + " " + *kind);
  // One FLAC counts too: where it begins, no tag stands in libsndfile's way.
  const auto streams = joinedStreams(file);
  const auto& links = streams.links;
  if (links.size() > 1 || (links.size() == 1 && file.bytesAt(links[0].offset, 4) == "fLaC"))
    if (auto joined = openChained(file, streams, cancelled);
        joined || joined.error().code == ErrorCode::Cancelled)
      return joined;
  const auto layout = layOut(file);
  if (!layout) return openAny(std::move(file), cancelled);
  if (layout->cut) {
    const auto& [claimed, present] = *layout->cut;
    return tl::unexpected(
        cutShortError(path, static_cast<double>(present) / static_cast<double>(claimed)));
  }
  auto decoder =
      layout->mpeg ? openMpegIn(std::move(file), cancelled) : openSndfile(std::move(file));
  if (!decoder && decoder.error().code != ErrorCode::Cancelled) {
    auto whole = FileView::open(path);
    if (!whole) return tl::unexpected(whole.error());
    decoder = openByModule(std::move(*whole), cancelled);
  }
  if (!decoder) return decoder;
  return DecoderPtr(std::make_unique<Remarking>(std::move(*decoder), layout->remarks));
}

}  // namespace timbre::audio
