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

/// How the channels of a whole file are folded.
Result<std::vector<float>> weightsOf(const fs::path& path, double longestSeconds) {
  auto reader = SoundReader::open(path, longestSeconds);
  if (!reader) return tl::unexpected(reader.error());
  if (reader->channels() == 1) return std::vector<float>{1};
  DownmixAnalyzer study(reader->channels());
  for (;;) {
    const auto block = reader->next();
    if (!block) return tl::unexpected(block.error());
    if (block->empty()) return study.weights();
    study.add(*block);
  }
}

/// Hands the folded samples on, block by block; `begin` is told the rate first.
Result<void> readBlocks(const fs::path& path, double longestSeconds,
                        const std::function<Result<Sink>(SampleRate)>& begin) {
  const auto weights = weightsOf(path, longestSeconds);
  if (!weights) return tl::unexpected(weights.error());
  auto reader = SoundReader::open(path, longestSeconds);
  if (!reader) return tl::unexpected(reader.error());
  const auto sink = begin(reader->rate());
  if (!sink) return tl::unexpected(sink.error());
  std::vector<float> mono;
  for (;;) {
    const auto block = reader->next();
    if (!block) return tl::unexpected(block.error());
    if (block->empty()) return {};
    downmix(*block, *weights, mono);
    (*sink)(mono);
  }
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
