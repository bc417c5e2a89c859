#include "model/wavenet/StreamingWaveNet.h"

#include <optional>
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
  StreamingWaveNet(const ModelCard& card, const StreamParts& parts, const DecodeOptions& decode,
                   std::unique_ptr<StreamingFilter> filter, const sampler::SamplerOptions& options)
      : StreamingDecoder(card, decode.pitch, std::move(filter)),
        config_(parts.config),
        decoder_(parts.decoder),
        options_(options),
        leadIn_(parts.leadInFor(decode)),
        unheard_(leadIn_ > 0 ? static_cast<std::size_t>(parts.config.hop) : 0) {}

  std::unique_ptr<StreamingDecoder> copy() const override {
    return std::make_unique<StreamingWaveNet>(*this);
  }

 private:
  void doBegin() override {
    sampler_.emplace(decoder_, options_);
    toLeadIn_ = leadIn_;
  }
  std::vector<float> doCondition(const latent::Embedding& embedding, double pitch) const override {
    return conditions(embedding, config_, pitch);
  }
  void doRender(std::span<const float> condition, std::span<float> out) override {
    const auto decoder = condition.first(static_cast<std::size_t>(config_.condition()));
    for (; toLeadIn_ > 0; --toLeadIn_) sampler_->renderFrame(decoder, unheard_);
    sampler_->renderFrame(decoder, out);
  }

  const WaveNetConfig config_;
  const std::shared_ptr<const sampler::PackedDecoder> decoder_;
  const sampler::SamplerOptions options_;
  const int leadIn_;
  int toLeadIn_ = 0;                         // frames, before the next sample
  std::vector<float> unheard_;               // one of them
  std::optional<sampler::Sampler> sampler_;  // none before the first prepare()
};

}  // namespace

std::unique_ptr<StreamingDecoder> liveWaveNet(const ModelCard& card, const StreamParts& parts,
                                              const DecodeOptions& options, StreamUse use,
                                              int cores) {
  const bool live = use == StreamUse::Live;
  auto filter = parts.filter && options.postFilter ? postFilter(parts.filter, live) : nullptr;
  sampler::SamplerOptions how{.seed = options.seed, .temperature = options.temperature};
  how.cores = live ? static_cast<int>(std::thread::hardware_concurrency()) : cores;
  if (live) {
    how.enough = kEnoughToSpare * kModelRate.hz;
    how.urgent = true;
  }
  return std::make_unique<StreamingWaveNet>(card, parts, options, std::move(filter), how);
}

}  // namespace timbre::model::wavenet
