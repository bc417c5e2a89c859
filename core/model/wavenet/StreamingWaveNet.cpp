#include "model/wavenet/StreamingWaveNet.h"

#include <thread>

#include "base/Units.h"
#include "model/wavenet/WaveNetWeights.h"

namespace timbre::model::wavenet {
namespace {

/// Times real time: a core that makes so much has time for the post-filter too, and for the machine
/// being busy.
constexpr double kEnoughToSpare = 1.5;

/// What the decoder is given, then what the post-filter is.
std::vector<float> conditions(const latent::Embedding& z, const WaveNetConfig& config,
                              double pitch) {
  const auto decoder = decoderFrames(z, config, pitch), filter = postFilterFrames(z, config, pitch);
  std::vector<float> rows;
  rows.reserve(decoder.size() + filter.size());
  const auto append = [&](const std::vector<float>& from, int frame) {
    const auto width = static_cast<std::ptrdiff_t>(from.size()) / z.frames;
    rows.insert(rows.end(), from.begin() + frame * width, from.begin() + (frame + 1) * width);
  };
  for (int f = 0; f < z.frames; ++f) {
    append(decoder, f);
    append(filter, f);
  }
  return rows;
}

class StreamingWaveNet final : public StreamingDecoder {
 public:
  StreamingWaveNet(const ModelCard& card, const WaveNetConfig& config,
                   std::shared_ptr<const sampler::PackedDecoder> decoder,
                   std::unique_ptr<StreamingFilter> filter, const DecodeOptions& options)
      : StreamingDecoder(card, options.pitch, std::move(filter)),
        config_(config),
        decoder_(std::move(decoder)),
        options_({.seed = options.seed,
                  .temperature = options.temperature,
                  .cores = static_cast<int>(std::thread::hardware_concurrency()),
                  .enough = kEnoughToSpare * kModelRate.hz,
                  .urgent = true}),
        sampler_(decoder_, options_) {}

  std::unique_ptr<StreamingDecoder> copy() const override {
    return std::make_unique<StreamingWaveNet>(*this);
  }

 private:
  void doBegin() override { sampler_ = sampler::Sampler(decoder_, options_); }
  std::vector<float> doCondition(const latent::Embedding& embedding, double pitch) const override {
    return conditions(embedding, config_, pitch);
  }
  void doRender(std::span<const float> condition, std::span<float> out) override {
    sampler_.renderFrame(condition.first(static_cast<std::size_t>(config_.condition())), out);
  }

  const WaveNetConfig config_;
  const std::shared_ptr<const sampler::PackedDecoder> decoder_;
  const sampler::SamplerOptions options_;
  sampler::Sampler sampler_;
};

}  // namespace

std::unique_ptr<StreamingDecoder> liveWaveNet(const ModelCard& card, const WaveNetConfig& config,
                                              std::shared_ptr<const sampler::PackedDecoder> decoder,
                                              std::shared_ptr<const PostFilter> filter,
                                              const DecodeOptions& options) {
  return std::make_unique<StreamingWaveNet>(card, config, std::move(decoder),
                                            filter ? postFilter(std::move(filter), true) : nullptr,
                                            options);
}

}  // namespace timbre::model::wavenet
