#include "audio/SoundReader.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>

#include "base/CountText.h"

namespace timbre::audio {
namespace fs = std::filesystem;

namespace {

constexpr std::int64_t kReadBlock = 16384;  // frames
constexpr int kMostChannels = 64;
constexpr std::string_view kKinds = "choose a WAV, FLAC, AIFF, Ogg, MP3 or M4A file";

tl::unexpected<Error> unfit(const fs::path& path, std::string_view what) {
  return fail(ErrorCode::BadFormat, path.string() + " " + std::string(what));
}

std::string lengthText(double seconds) {
  const long whole = std::lround(seconds);
  return whole < 60 ? std::to_string(whole) + " s" : countText(std::lround(seconds / 60), "minute");
}

/// What the operating system can tell before a decoder looks.
Result<FileView> openPlace(const fs::path& path) {
  std::error_code code;
  const auto status = fs::status(path, code);
  if (code == std::errc::permission_denied)
    return fail(ErrorCode::BadFormat, "No permission to open the folder of " + path.string() +
                                          "; change its permissions or copy the file elsewhere");
  if (code == std::errc::too_many_symbolic_link_levels)
    return unfit(path, "is a link that points back to itself; choose the file itself");
  if (!fs::exists(status))
    return fail(ErrorCode::NotFound, "No file " + path.string() + "; check the path");
  if (fs::is_directory(status)) return unfit(path, "is a folder; " + std::string(kKinds));
  if (!fs::is_regular_file(status))
    return unfit(path, "is not an ordinary file; " + std::string(kKinds));
  if (fs::file_size(path, code) == 0 && !code)
    return unfit(path, "is empty (0 bytes); record or download it again");
  return FileView::open(path);
}

Result<void> checkFormat(const fs::path& path, const SoundDecoder& decoder, double longestSeconds) {
  const int rate = decoder.rate();
  if (rate < 1000 || rate > 768000 || decoder.channels() < 1 || decoder.channels() > kMostChannels)
    return unfit(path, "has " + countText(decoder.channels(), "channel") + " at " +
                           std::to_string(rate) +
                           " Hz, which is not supported; convert it to a standard WAV file");
  const double seconds = static_cast<double>(decoder.countedFrames().value_or(0)) / rate;
  if (seconds > longestSeconds)
    return unfit(path, "lasts " + lengthText(seconds) + ", more than the limit of " +
                           lengthText(longestSeconds) + "; cut out the part you want");
  return {};
}

}  // namespace

struct SoundReader::State {
  fs::path path;
  double longestSeconds;
  DecoderPtr decoder{};
  std::vector<float> frames{};
  std::int64_t read = 0;
};

SoundReader::SoundReader(std::unique_ptr<State> state) : state_(std::move(state)) {}
SoundReader::SoundReader(SoundReader&&) noexcept = default;
SoundReader& SoundReader::operator=(SoundReader&&) noexcept = default;
SoundReader::~SoundReader() = default;

SampleRate SoundReader::rate() const {
  return SampleRate(state_->decoder->rate());
}

int SoundReader::channels() const {
  return state_->decoder->channels();
}

double SoundReader::fractionRead() const {
  return std::clamp(state_->decoder->fractionRead(), 0.0, 1.0);
}

std::vector<std::string> SoundReader::remarks() const {
  auto remarks = state_->decoder->remarks();
  for (std::string& remark : remarks) remark.insert(0, state_->path.string() + " ");
  return remarks;
}

Result<SoundReader> SoundReader::open(const fs::path& path, double longestSeconds,
                                      const CancelCheck& cancelled) {
  auto view = openPlace(path);
  if (!view) return tl::unexpected(view.error());
  auto decoder = openDecoder(std::move(*view), cancelled);
  if (!decoder) return tl::unexpected(decoder.error());
  if (auto fit = checkFormat(path, **decoder, longestSeconds); !fit)
    return tl::unexpected(fit.error());
  auto state = std::make_unique<State>(State{path, longestSeconds, std::move(*decoder)});
  state->frames.resize(static_cast<std::size_t>(kReadBlock) * state->decoder->channels());
  return SoundReader(std::move(state));
}

Result<std::span<const float>> SoundReader::next() {
  State& s = *state_;
  const auto got = s.decoder->read(s.frames);
  if (!got) return tl::unexpected(got.error());
  if (*got <= 0) {
    if (s.read == 0) return unfit(s.path, "holds no samples; choose a file with sound in it");
    return std::span<const float>();
  }
  s.read += *got;
  if (static_cast<double>(s.read) > s.longestSeconds * s.decoder->rate())
    return unfit(s.path, "lasts longer than the limit of " + lengthText(s.longestSeconds) +
                             "; cut out the part you want");
  const auto block = std::span<const float>(s.frames).first(
      static_cast<std::size_t>(*got) * static_cast<std::size_t>(s.decoder->channels()));
  if (!std::ranges::all_of(block, [](float x) { return std::isfinite(x); }))
    return unfit(s.path, "holds samples that are not finite numbers; export it again");
  return block;
}

}  // namespace timbre::audio
