#include "audio/AudioFile.h"

#include <functional>
#include <optional>

#include "audio/Downmix.h"
#include "audio/Resample.h"
#include "audio/SoundReader.h"

namespace timbre::audio {
namespace fs = std::filesystem;

namespace {

using Sink = std::function<void(std::span<const float>)>;

Result<SoundReader> openedFor(const fs::path& path, const ReadOptions& options) {
  return SoundReader::open(path, options.longestSeconds, options.cancelled);
}

/// How the channels of a whole file are folded.
Result<std::vector<float>> weightsOf(const fs::path& path, const ReadOptions& options) {
  auto reader = openedFor(path, options);
  if (!reader) return tl::unexpected(reader.error());
  if (reader->channels() == 1) return std::vector<float>{1};
  DownmixAnalyzer study(reader->channels());
  for (;;) {
    if (options.cancelled && options.cancelled()) return cancelled();
    const auto block = reader->next();
    if (!block) return tl::unexpected(block.error());
    if (block->empty()) return study.weights();
    study.add(*block);
  }
}

/// Hands the folded samples on, block by block; `begin` is told the rate first. The remarks.
Result<std::vector<std::string>> readBlocks(const fs::path& path, const ReadOptions& options,
                                            const std::function<Result<Sink>(SampleRate)>& begin) {
  const auto weights = weightsOf(path, options);
  if (!weights) return tl::unexpected(weights.error());
  auto reader = openedFor(path, options);
  if (!reader) return tl::unexpected(reader.error());
  if (static_cast<std::size_t>(reader->channels()) != weights->size())
    return fail(ErrorCode::BadFormat,
                path.string() + " changed while it was being read; try again");
  const auto sink = begin(reader->rate());
  if (!sink) return tl::unexpected(sink.error());
  std::vector<float> mono;
  for (;;) {
    if (options.cancelled && options.cancelled()) return cancelled();
    const auto block = reader->next();
    if (!block) return tl::unexpected(block.error());
    if (block->empty()) return reader->remarks();
    downmix(*block, *weights, mono);
    (*sink)(mono);
  }
}

Result<SoundFile> readAtItsRate(const fs::path& path, const ReadOptions& options) {
  std::vector<float> samples;
  SampleRate rate = kModelRate;
  auto read = readBlocks(path, options, [&](SampleRate found) -> Result<Sink> {
    rate = found;
    return Sink([&](std::span<const float> block) {
      samples.insert(samples.end(), block.begin(), block.end());
    });
  });
  if (!read) return tl::unexpected(read.error());
  return SoundFile{AudioClip(std::move(samples), rate), std::move(*read)};
}

Result<SoundFile> readResampled(const fs::path& path, const ReadOptions& options, SampleRate rate) {
  std::vector<float> samples;
  std::optional<StreamResampler> resampler;
  const auto append = [&](const std::vector<float>& block) {
    samples.insert(samples.end(), block.begin(), block.end());
  };
  auto read = readBlocks(path, options, [&](SampleRate found) -> Result<Sink> {
    auto made = StreamResampler::create(found, rate);
    if (!made) return tl::unexpected(made.error());
    resampler = std::move(*made);
    return Sink([&](std::span<const float> block) { append(resampler->push(block)); });
  });
  if (!read) return tl::unexpected(read.error());
  append(resampler->flush());
  return SoundFile{AudioClip(std::move(samples), rate), std::move(*read)};
}

}  // namespace

Result<SoundFile> readSound(const fs::path& path, const ReadOptions& options) {
  return options.rate ? readResampled(path, options, *options.rate) : readAtItsRate(path, options);
}

Result<AudioClip> readAudio(const fs::path& path, double longestSeconds) {
  auto sound = readSound(path, {.longestSeconds = longestSeconds});
  if (!sound) return tl::unexpected(sound.error());
  return std::move(sound->clip);
}

Result<AudioClip> readAudioAt(const fs::path& path, SampleRate rate, double longestSeconds) {
  auto sound = readSound(path, {.rate = rate, .longestSeconds = longestSeconds});
  if (!sound) return tl::unexpected(sound.error());
  return std::move(sound->clip);
}

}  // namespace timbre::audio
