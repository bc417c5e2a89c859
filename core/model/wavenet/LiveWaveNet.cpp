#include "model/wavenet/LiveWaveNet.h"

#include "model/wavenet/WaveNetWeights.h"

namespace timbre::model::wavenet {
namespace {

class LiveWaveNet final : public LiveDecoder {
 public:
  LiveWaveNet(const ModelCard& card, const WaveNetConfig& config,
              std::shared_ptr<const sampler::PackedDecoder> decoder, const DecodeOptions& options)
      : LiveDecoder(card, options.pitch),
        config_(config),
        decoder_(std::move(decoder)),
        options_({.seed = options.seed, .temperature = options.temperature}),
        sampler_(decoder_, options_) {}

  std::unique_ptr<LiveDecoder> copy() const override {
    return std::make_unique<LiveWaveNet>(*this);
  }

 private:
  void doBegin() override { sampler_ = sampler::Sampler(decoder_, options_); }
  std::vector<float> doCondition(const latent::Embedding& embedding, double pitch) const override {
    return decoderFrames(embedding, config_, pitch);
  }
  void doRender(std::span<const float> condition, std::span<float> out) override {
    sampler_.renderFrame(condition, out);
  }

  const WaveNetConfig config_;
  const std::shared_ptr<const sampler::PackedDecoder> decoder_;
  const sampler::SamplerOptions options_;
  sampler::Sampler sampler_;
};

}  // namespace

std::unique_ptr<LiveDecoder> liveWaveNet(const ModelCard& card, const WaveNetConfig& config,
                                         std::shared_ptr<const sampler::PackedDecoder> decoder,
                                         const DecodeOptions& options) {
  return std::make_unique<LiveWaveNet>(card, config, std::move(decoder), options);
}

}  // namespace timbre::model::wavenet
