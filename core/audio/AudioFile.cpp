#include "audio/AudioFile.h"

#include <sndfile.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <memory>
#include <optional>

#include "audio/IffCheck.h"
#include "audio/Resample.h"
#include "base/AtomicFile.h"

namespace timbre::audio {
namespace fs = std::filesystem;

namespace {

using SoundFile = std::unique_ptr<SNDFILE, decltype(&sf_close)>;
using Sink = std::function<void(std::span<const float>)>;

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

/// One channel by the mean of all; false when a sample is no number.
bool fold(std::span<const float> frames, int channels, std::vector<float>& mono) {
  mono.resize(frames.size() / channels);
  const float share = 1.0f / static_cast<float>(channels);
  bool finite = true;
  for (std::size_t i = 0; i < mono.size(); ++i) {
    float sum = 0;
    for (int c = 0; c < channels; ++c) sum += frames[i * channels + c];
    mono[i] = channels == 1 ? sum : sum * share;
    finite = finite && std::isfinite(mono[i]);
  }
  return finite;
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

/// Hands the folded samples on, block by block; `begin` is told the rate first.
Result<void> readBlocks(const fs::path& path, double longestSeconds,
                        const std::function<Result<Sink>(SampleRate)>& begin) {
  SF_INFO info{};
  const auto file = openToRead(path, info, longestSeconds);
  if (!file) return tl::unexpected(file.error());
  const auto sink = begin(SampleRate(info.samplerate));
  if (!sink) return tl::unexpected(sink.error());
  const auto limit = static_cast<sf_count_t>(longestSeconds * info.samplerate);
  std::vector<float> frames(static_cast<std::size_t>(kBlock) * info.channels);
  std::vector<float> mono;
  sf_count_t read = 0;
  while (const sf_count_t got = sf_readf_float(file->get(), frames.data(), kBlock)) {
    if (got < 0) break;
    read += got;
    if (read > limit) return unfit(path, "is longer than it says; convert it to a usual WAV file");
    const auto block = std::span(frames).first(static_cast<std::size_t>(got) * info.channels);
    if (!fold(block, info.channels, mono))
      return unfit(path, "holds samples that are no numbers (NaN or infinity); export it again");
    (*sink)(mono);
  }
  return checkWhole(path, info, read);
}

}  // namespace

Result<AudioClip> readAudio(const fs::path& path, double longestSeconds) {
  std::vector<float> samples;
  SampleRate rate = kModelRate;
  const auto read = readBlocks(path, longestSeconds, [&](SampleRate found) -> Result<Sink> {
    rate = found;
    return Sink([&](std::span<const float> block) {
      samples.insert(samples.end(), block.begin(), block.end());
    });
  });
  if (!read) return tl::unexpected(read.error());
  return AudioClip(std::move(samples), rate);
}

Result<AudioClip> readAudioAt(const fs::path& path, SampleRate rate, double longestSeconds) {
  std::vector<float> samples;
  std::optional<StreamResampler> resampler;
  const auto append = [&](const std::vector<float>& block) {
    samples.insert(samples.end(), block.begin(), block.end());
  };
  const auto read = readBlocks(path, longestSeconds, [&](SampleRate found) -> Result<Sink> {
    auto made = StreamResampler::create(found, rate);
    if (!made) return tl::unexpected(made.error());
    resampler = std::move(*made);
    return Sink([&](std::span<const float> block) { append(resampler->push(block)); });
  });
  if (!read) return tl::unexpected(read.error());
  append(resampler->flush());
  return AudioClip(std::move(samples), rate);
}

}  // namespace timbre::audio
