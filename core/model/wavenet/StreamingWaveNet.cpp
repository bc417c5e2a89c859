#include "model/wavenet/StreamingWaveNet.h"

#include <algorithm>
#include <optional>

#include "base/Cores.h"
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

/// A sampler that has been led in, and by which frame. Shared by copies.
struct LedIn {
  std::vector<float> frame;
  sampler::Sampler sampler;
};

class StreamingWaveNet final : public StreamingDecoder {
 public:
  /// `leadIn`: samples.
  StreamingWaveNet(const ModelCard& card, const StreamParts& parts, std::optional<double> pitch,
                   std::unique_ptr<StreamingFilter> filter, const sampler::SamplerOptions& options,
                   std::size_t leadIn)
      : StreamingDecoder(card, pitch, std::move(filter)),
        config_(parts.config),
        decoder_(parts.decoder),
        options_(options),
        leadIn_(leadIn) {}

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
  bool doLeadIn(std::span<const float> condition, std::span<float> unheard) override;
  void doRender(std::span<const float> condition, std::span<float> out) override {
    sampler_->renderFrame(decoderPart(condition), out);
  }
  std::span<const float> decoderPart(std::span<const float> condition) const {
    return condition.first(static_cast<std::size_t>(config_.condition()));
  }

  const WaveNetConfig config_;
  const std::shared_ptr<const sampler::PackedDecoder> decoder_;
  const sampler::SamplerOptions options_;
  const std::size_t leadIn_;
  std::size_t toLeadIn_ = 0;
  std::vector<float> leadingBy_;             // the frame, however it is changed meanwhile
  std::shared_ptr<const LedIn> ledIn_;       // the last time: to begin at once where it is the same
  std::optional<sampler::Sampler> sampler_;  // none before the first prepare()
};

bool StreamingWaveNet::doLeadIn(std::span<const float> condition, std::span<float> unheard) {
  if (toLeadIn_ == 0) return false;
  if (toLeadIn_ == leadIn_) {
    const auto frame = decoderPart(condition);
    leadingBy_.assign(frame.begin(), frame.end());
    if (ledIn_ && ledIn_->frame == leadingBy_) {
      sampler_.emplace(ledIn_->sampler);
      toLeadIn_ = 0;
      return false;
    }
  }
  const std::size_t count = std::min(unheard.size(), toLeadIn_);
  sampler_->renderFrame(leadingBy_, unheard.first(count));
  toLeadIn_ -= count;
  if (toLeadIn_ > 0) return true;
  ledIn_ = std::make_shared<const LedIn>(LedIn{leadingBy_, *sampler_});
  return false;
}

}  // namespace

std::unique_ptr<StreamingDecoder> liveWaveNet(const ModelCard& card, const StreamParts& parts,
                                              const DecodeOptions& options, StreamUse use,
                                              int cores) {
  const bool live = use == StreamUse::Live;
  auto filter = parts.filter && options.postFilter ? postFilter(parts.filter, live) : nullptr;
  sampler::SamplerOptions how{.seed = options.seed, .temperature = options.temperature};
  how.cores = live ? machineCores() : cores;
  if (live) {
    how.enough = kEnoughToSpare * kModelRate.hz;
    how.urgent = true;
  }
  const auto leadIn = static_cast<std::size_t>(parts.leadInFor(options, use)) * parts.config.hop;
  return std::make_unique<StreamingWaveNet>(card, parts, options.pitch, std::move(filter), how,
                                            leadIn);
}

}  // namespace timbre::model::wavenet
