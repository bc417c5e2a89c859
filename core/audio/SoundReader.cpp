#include "audio/SoundReader.h"

#include <sndfile.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "audio/RiffIntegrity.h"

namespace timbre::audio {
namespace fs = std::filesystem;

namespace {

using SoundFile = std::unique_ptr<SNDFILE, decltype(&sf_close)>;

constexpr sf_count_t kBlock = 16384;  // frames
constexpr int kMostChannels = 64;
constexpr std::string_view kKinds = "give a WAV, FLAC, AIFF, Ogg or MP3 file";

tl::unexpected<Error> unfit(const fs::path& path, std::string_view what) {
  return fail(ErrorCode::BadFormat, path.string() + " " + std::string(what));
}

std::string lengthText(double seconds) {
  const long whole = std::lround(seconds);
  return whole < 60 ? std::to_string(whole) + " s"
                    : std::to_string(std::lround(seconds / 60)) + " minutes";
}

/// What the operating system can tell before a decoder looks.
Result<void> checkPlace(const fs::path& path) {
  std::error_code code;
  const auto status = fs::status(path, code);
  if (!fs::exists(status))
    return fail(ErrorCode::NotFound, "No file " + path.string() + "; check the path");
  if (fs::is_directory(status)) return unfit(path, "is a folder; " + std::string(kKinds));
  if (!fs::is_regular_file(status))
    return unfit(path, "is no ordinary file; " + std::string(kKinds));
  if (fs::file_size(path, code) == 0 && !code)
    return unfit(path, "is empty (0 bytes); record or download it again");
  return {};
}

/// Kinds that carry a header: libsndfile takes anything named .gsm or .vox for sound.
bool hasHeader(int format) {
  switch (format & SF_FORMAT_TYPEMASK) {
    case SF_FORMAT_WAV:
    case SF_FORMAT_WAVEX:
    case SF_FORMAT_RF64:
    case SF_FORMAT_W64:
    case SF_FORMAT_FLAC:
    case SF_FORMAT_AIFF:
    case SF_FORMAT_OGG:
    case SF_FORMAT_MPEG:
    case SF_FORMAT_AU:
    case SF_FORMAT_CAF:
      return true;
    default:
      return false;
  }
}

/// Lengths of compressed streams are estimates; those of the others are promises.
bool lengthIsPromised(int format) {
  const int kind = format & SF_FORMAT_TYPEMASK;
  return kind != SF_FORMAT_MPEG && kind != SF_FORMAT_OGG;
}

Result<SoundFile> openToRead(const fs::path& path, SF_INFO& info, double longestSeconds) {
  if (auto place = checkPlace(path); !place) return tl::unexpected(place.error());
  SoundFile file(sf_open(path.c_str(), SFM_READ, &info), &sf_close);
  if (!file) {
    const auto cut = cutShort(path);
    return unfit(path, cut ? "is cut short: it holds no sound; copy or download it again"
                           : "is not a sound file that can be read; " + std::string(kKinds));
  }
  if (!hasHeader(info.format))
    return unfit(path, "is not a sound file that can be read; " + std::string(kKinds));
  if (info.samplerate < 1000 || info.samplerate > 768000 || info.channels < 1 ||
      info.channels > kMostChannels)
    return unfit(path, "claims " + std::to_string(info.channels) + " channels at " +
                           std::to_string(info.samplerate) + " Hz; convert it to a usual WAV file");
  if (const double seconds = static_cast<double>(info.frames) / info.samplerate;
      seconds > longestSeconds)
    return unfit(path, "lasts " + lengthText(seconds) + ", more than the " +
                           lengthText(longestSeconds) +
                           " that can be read; cut out the part you want");
  return file;
}

Result<void> checkWhole(const fs::path& path, const SF_INFO& info, sf_count_t read) {
  const auto cut = cutShort(path);
  const bool early = lengthIsPromised(info.format) && read < info.frames;
  if (!cut && !early)
    return read > 0 ? Result<void>()
                    : unfit(path, "holds no samples; give a file with sound in it");
  const double held = cut ? static_cast<double>(cut->present) / static_cast<double>(cut->claimed)
                          : static_cast<double>(read) / static_cast<double>(info.frames);
  return unfit(path, "is cut short: only " + std::to_string(static_cast<int>(held * 100)) +
                         " % of its sound is there; copy or download it again");
}

}  // namespace

struct SoundReader::State {
  fs::path path;
  double longestSeconds;
  SF_INFO info{};
  SoundFile file{nullptr, &sf_close};
  std::vector<float> frames{};
  sf_count_t read = 0;
};

SoundReader::SoundReader(std::unique_ptr<State> state) : state_(std::move(state)) {}
SoundReader::SoundReader(SoundReader&&) noexcept = default;
SoundReader& SoundReader::operator=(SoundReader&&) noexcept = default;
SoundReader::~SoundReader() = default;

SampleRate SoundReader::rate() const {
  return SampleRate(state_->info.samplerate);
}

int SoundReader::channels() const {
  return state_->info.channels;
}

std::int64_t SoundReader::framesClaimed() const {
  return state_->info.frames;
}

Result<SoundReader> SoundReader::open(const fs::path& path, double longestSeconds) {
  auto state = std::make_unique<State>(State{path, longestSeconds});
  auto file = openToRead(path, state->info, longestSeconds);
  if (!file) return tl::unexpected(file.error());
  state->file = std::move(*file);
  state->frames.resize(static_cast<std::size_t>(kBlock) * state->info.channels);
  return SoundReader(std::move(state));
}

Result<std::span<const float>> SoundReader::next() {
  State& s = *state_;
  const sf_count_t got = sf_readf_float(s.file.get(), s.frames.data(), kBlock);
  if (got <= 0) {
    if (auto whole = checkWhole(s.path, s.info, s.read); !whole)
      return tl::unexpected(whole.error());
    return std::span<const float>();
  }
  s.read += got;
  if (static_cast<double>(s.read) > s.longestSeconds * s.info.samplerate)
    return unfit(s.path, "is longer than it says; convert it to a usual WAV file");
  const auto block = std::span<const float>(s.frames).first(
      static_cast<std::size_t>(got) * static_cast<std::size_t>(s.info.channels));
  if (!std::ranges::all_of(block, [](float x) { return std::isfinite(x); }))
    return unfit(s.path, "holds samples that are no numbers (NaN or infinity); export it again");
  return block;
}

}  // namespace timbre::audio
