#include "audio/AudioWriter.h"

#include <sndfile.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <memory>
#include <string>

#include "base/AtomicFile.h"

namespace timbre::audio {
namespace fs = std::filesystem;

namespace {

using SndfileHandle = std::unique_ptr<SNDFILE, decltype(&sf_close)>;

constexpr std::size_t kWriteBlock = 16384;        // samples
constexpr std::uint64_t kMostBytes = 0xfff00000;  // the lengths of a WAV are 32 bits wide

tl::unexpected<Error> unwritable(const fs::path& target, std::string_view reason) {
  if (reason.ends_with('.')) reason.remove_suffix(1);  // libsndfile's sentences
  return fail(ErrorCode::Internal, "Cannot write " + target.string() + " (" + std::string(reason) +
                                       "); choose a folder with write permission and free space");
}

Result<void> checkClip(const fs::path& target, const AudioClip& clip) {
  if (clip.samples().size() * sizeof(float) > kMostBytes)
    return fail(ErrorCode::Unsupported, "The sound for " + target.string() +
                                            " is too long for one file; write it in parts");
  if (!std::all_of(clip.samples().begin(), clip.samples().end(),
                   [](float x) { return std::isfinite(x); }))
    return fail(ErrorCode::BadFormat,
                "The sound for " + target.string() +
                    " holds samples that are not finite numbers; make it again");
  return {};
}

/// Nearest step of a `bits`-bit sample, at the top of 32 bits as libsndfile wants it.
int quantized(float sample, int bits) {
  const double steps = std::exp2(bits - 1);
  const double step = std::clamp(std::nearbyint(sample * steps), -steps, steps - 1);
  return static_cast<int>(step * std::exp2(32 - bits));
}

bool writeSamples(SNDFILE* file, std::span<const float> samples, int bits) {
  std::array<int, kWriteBlock> block{};
  for (std::size_t at = 0; at < samples.size(); at += kWriteBlock) {
    const auto part = samples.subspan(at, std::min(kWriteBlock, samples.size() - at));
    const auto count = static_cast<sf_count_t>(part.size());
    if (bits == 0) {
      if (sf_write_float(file, part.data(), count) != count) return false;
      continue;
    }
    std::transform(part.begin(), part.end(), block.begin(),
                   [&](float x) { return quantized(x, bits); });
    if (sf_write_int(file, block.data(), count) != count) return false;
  }
  return true;
}

void writeTags(SNDFILE* file, const AudioTags& tags) {
  const auto set = [&](int kind, const std::string& text) {
    if (!text.empty()) sf_set_string(file, kind, text.c_str());
  };
  set(SF_STR_TITLE, tags.title);
  set(SF_STR_ARTIST, tags.artist);
  set(SF_STR_COMMENT, tags.comment);
  set(SF_STR_SOFTWARE, tags.software);
}

/// `bits` 0: floating point.
Result<void> write(const fs::path& target, const AudioClip& clip, int format, int bits,
                   const AudioTags& tags) {
  if (auto sound = checkClip(target, clip); !sound) return sound;
  return writeAtomically(target, [&](const fs::path& part) -> Result<void> {
    SF_INFO info{};
    info.samplerate = clip.rate().hz;
    info.channels = 1;
    info.format = format;
    SndfileHandle file(sf_open(part.c_str(), SFM_WRITE, &info), &sf_close);
    if (!file) return unwritable(target, sf_strerror(nullptr));
    // A float WAV's PEAK chunk holds the time of day: the same sound would not give the same bytes.
    sf_command(file.get(), SFC_SET_ADD_PEAK_CHUNK, nullptr, SF_FALSE);
    double smallest = 1;  // FLAC alone heeds it
    sf_command(file.get(), SFC_SET_COMPRESSION_LEVEL, &smallest, sizeof smallest);
    writeTags(file.get(), tags);
    if (!writeSamples(file.get(), clip.samples(), bits))
      return unwritable(target, sf_strerror(file.get()));
    if (sf_close(file.release()) != 0) return unwritable(target, "the disk may be full");
    return {};
  });
}

/// 0 stands for floating point.
int bitsOf(SampleFormat format) {
  return format == SampleFormat::Float32 ? 0 : format == SampleFormat::S24 ? 24 : 16;
}

int subtypeOf(SampleFormat format) {
  if (format == SampleFormat::Float32) return SF_FORMAT_FLOAT;
  return format == SampleFormat::S24 ? SF_FORMAT_PCM_24 : SF_FORMAT_PCM_16;
}

std::string endingOf(const fs::path& path) {
  std::string ending = path.extension().string();
  for (char& c : ending) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return ending;
}

}  // namespace

Result<void> writeWav(const fs::path& path, const AudioClip& clip, SampleFormat format,
                      const AudioTags& tags) {
  return write(path, clip, SF_FORMAT_WAV | subtypeOf(format), bitsOf(format), tags);
}

Result<void> writeFlac(const fs::path& path, const AudioClip& clip, SampleFormat format,
                       const AudioTags& tags) {
  if (format == SampleFormat::Float32)
    return fail(
        ErrorCode::Unsupported,
        path.string() +
            ": FLAC supports 16 and 24 bits but not floating point; choose another format or .wav");
  return write(path, clip, SF_FORMAT_FLAC | subtypeOf(format), bitsOf(format), tags);
}

Result<void> checkSoundPath(const fs::path& path, SampleFormat format) {
  const std::string ending = endingOf(path);
  if (ending != ".wav" && ending != ".flac")
    return fail(ErrorCode::Unsupported,
                path.string() + " does not end in .wav or .flac; choose one of these endings");
  if (ending == ".flac" && format == SampleFormat::Float32) return writeFlac(path, {}, format);
  return {};
}

Result<void> writeSound(const fs::path& path, const AudioClip& clip, SampleFormat format,
                        const AudioTags& tags) {
  if (const auto known = checkSoundPath(path, format); !known) return known;
  return endingOf(path) == ".wav" ? writeWav(path, clip, format, tags)
                                  : writeFlac(path, clip, format, tags);
}

}  // namespace timbre::audio
