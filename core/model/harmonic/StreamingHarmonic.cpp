#include "model/harmonic/StreamingHarmonic.h"

#include <algorithm>
#include <array>
#include <utility>

#include "model/harmonic/HarmonicVoice.h"

namespace timbre::model::harmonic {
namespace {

constexpr int kBefore = kContext / 2;       // embedding frames before an instant
constexpr int kFramesInRow = kContext + 1;  // about the beginning of a frame and about its end

/// What is handed on for each frame: the normalised embedding frames about it, for each whether it
/// is there, the pitch.
std::vector<float> rowsOf(const latent::Embedding& z, const ParameterNetwork& network,
                          double pitch) {
  const auto channels = static_cast<std::size_t>(network.channels());
  std::vector<float> normal(z.values.size());
  for (int f = 0; f < z.frames; ++f)
    network.normalise(z.frame(f),
                      std::span(normal).subspan(static_cast<std::size_t>(f) * channels, channels));
  std::vector<float> rows;
  rows.reserve(static_cast<std::size_t>(z.frames) * (kFramesInRow * (channels + 1) + 1));
  for (int f = 0; f < z.frames; ++f) {
    const auto there = [&](int i) { return f + i >= kBefore && f + i < z.frames + kBefore; };
    for (int i = 0; i < kFramesInRow; ++i) {
      const auto at = normal.begin() + static_cast<std::ptrdiff_t>((f + i - kBefore) * z.channels);
      if (there(i))
        rows.insert(rows.end(), at, at + z.channels);
      else
        rows.insert(rows.end(), channels, 0.0F);
    }
    for (int i = 0; i < kFramesInRow; ++i) rows.push_back(there(i) ? 1.0F : 0.0F);
    rows.push_back(static_cast<float>(pitch));
  }
  return rows;
}

/// Of a row.
EmbeddingWindow windowIn(std::span<const float> row, std::size_t channels, std::size_t from) {
  return {row.subspan(from * channels, kContext * channels),
          row.subspan(kFramesInRow * channels + from, kContext)};
}

/// Makes the sound row by row.
class RowPlayer {
 public:
  RowPlayer(std::shared_ptr<const ParameterNetwork> network, SampleRate rate, int frameSamples,
            std::uint64_t seed)
      : network_(std::move(network)), voice_(rate, frameSamples, seed), room_(network_->room()) {}

  std::size_t frameSize() const { return voice_.frameSize(); }

  void begin() {
    begun_ = false;
    used_ = kBlock;
    blocksLeft_ = 0;
  }

  /// The next samples, all of the row's frame.
  void render(std::span<const float> row, std::span<float> out) {
    while (!out.empty()) {
      if (used_ == kBlock) makeBlock(row);
      const std::size_t count = std::min(out.size(), kBlock - used_);
      std::copy_n(block_.begin() + static_cast<std::ptrdiff_t>(used_), count, out.begin());
      used_ += count;
      out = out.subspan(count);
    }
  }

 private:
  void makeBlock(std::span<const float> row) {
    if (blocksLeft_ == 0) enterFrame(row);
    voice_.render(block_);
    --blocksLeft_;
    used_ = 0;
  }

  void enterFrame(std::span<const float> row) {
    const auto channels = static_cast<std::size_t>(network_->channels());
    const double pitch = row.back();
    if (!begun_) {
      network_->frame(windowIn(row, channels, 0), pitch, room_, frame_);
      voice_.begin(pitch, frame_);
      begun_ = true;
    }
    network_->frame(windowIn(row, channels, 1), pitch, room_, frame_);
    const bool last = row[kFramesInRow * channels + kBefore + 1] == 0;
    voice_.enter(pitch, frame_, last);
    blocksLeft_ = voice_.frameSize() / kBlock;
  }

  std::shared_ptr<const ParameterNetwork> network_;
  HarmonicVoice voice_;
  bool begun_ = false;
  HarmonicFrame frame_;
  std::vector<float> room_;
  std::array<float, kBlock> block_{};
  std::size_t used_ = kBlock;
  std::size_t blocksLeft_ = 0;
};

class StreamingHarmonic final : public StreamingDecoder {
 public:
  StreamingHarmonic(const ModelCard& card, std::shared_ptr<const ParameterNetwork> network,
                    const DecodeOptions& options)
      : StreamingDecoder(card, options.pitch),
        network_(std::move(network)),
        player_(network_, card.rate, card.hop, options.seed) {}

  std::unique_ptr<StreamingDecoder> copy() const override {
    return std::make_unique<StreamingHarmonic>(*this);
  }

 private:
  void doBegin() override { player_.begin(); }
  std::vector<float> doCondition(const latent::Embedding& embedding, double pitch) const override {
    return rowsOf(embedding, *network_, pitch);
  }
  void doRender(std::span<const float> condition, std::span<float> out) override {
    player_.render(condition, out);
  }

  std::shared_ptr<const ParameterNetwork> network_;
  RowPlayer player_;
};

}  // namespace

std::unique_ptr<StreamingDecoder> streamHarmonic(const ModelCard& card,
                                                 std::shared_ptr<const ParameterNetwork> network,
                                                 const DecodeOptions& options) {
  return std::make_unique<StreamingHarmonic>(card, std::move(network), options);
}

Result<audio::AudioClip> renderAt(const ModelCard& card,
                                  std::shared_ptr<const ParameterNetwork> network,
                                  const latent::Embedding& embedding, const DecodeOptions& options,
                                  Progress& progress) {
  const auto rows = rowsOf(embedding, *network, options.pitch.value_or(-1));
  RowPlayer player(std::move(network), options.rate, card.hop, options.seed);
  const auto frames = static_cast<std::size_t>(embedding.frames);
  const std::size_t width = rows.size() / frames, size = player.frameSize();
  std::vector<float> samples(frames * size);
  for (std::size_t f = 0; f < frames; ++f) {
    if (progress.cancelled()) return cancelled();
    const auto frame = std::span(samples).subspan(f * size, size);
    player.render(std::span(rows).subspan(f * width, width), frame);
    if (options.onSamples) options.onSamples(frame);
    progress.advanced(static_cast<double>(f + 1) / static_cast<double>(frames));
  }
  return audio::AudioClip(std::move(samples), options.rate);
}

}  // namespace timbre::model::harmonic
