#include "model/wavenet/PostFilter.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "model/PostFilterWeights.h"
#include "spectral/MagnitudeMatcher.h"

namespace timbre::model::wavenet {
namespace {

/// Chosen by measurement: assets/models/README.md.
spectral::ShaperParams shaping(bool hasty) {
  return {.window = kPostFilterWindow,
          .hasty = hasty,
          // Where the sound changes from one moment to the next, what is seen of it is half the
          // old one: more would be turned down for long.
          .mostBoost = hasty ? 12.0F : 30.0F,
          .mostCut = 60,
          .keptLoudness = 0.7F,
          .ceiling = 0.95F};  // other rates overshoot a little
}
constexpr float kLouderThanAny = 4;  // log10 of a magnitude: a full-scale sine has 2.7

class Filter final : public StreamingFilter {
 public:
  Filter(std::shared_ptr<const PostFilter> network, bool hasty)
      : network_(std::move(network)),
        shaper_(shaping(hasty)),
        room_(static_cast<std::size_t>(2 * network_->hidden())),
        spectrum_(kPostFilterBins) {}

  void begin() override { shaper_.begin(); }
  bool push(std::span<const float> condition, std::span<const float> frame,
            std::span<float> out) override {
    network_->spectrum(condition.last(static_cast<std::size_t>(network_->inputs())), room_,
                       spectrum_);
    return shaper_.push(frame, spectrum_, out);
  }
  bool finish(std::span<float> out) override { return shaper_.finish(out); }
  std::unique_ptr<StreamingFilter> copy() const override { return std::make_unique<Filter>(*this); }

 private:
  std::shared_ptr<const PostFilter> network_;
  spectral::MagnitudeMatcher shaper_;
  std::vector<float> room_, spectrum_;
};

}  // namespace

Result<std::shared_ptr<const PostFilter>> PostFilter::of(const SafeTensors& file,
                                                         const WaveNetConfig& config) {
  const auto hidden = postFilterHidden(file, config);
  if (!hidden) return tl::unexpected(hidden.error());
  if (!*hidden) return nullptr;
  auto filter = std::make_shared<PostFilter>();
  for (int i = 0; i < 3; ++i) {
    const std::string name = "post_filter_" + std::to_string(i + 1);
    auto weight = file.floats(name + "/W");
    auto bias = file.floats(name + "/biases");
    if (!weight || !bias) return tl::unexpected(weight ? bias.error() : weight.error());
    const int out = static_cast<int>(bias->size());
    filter->layers_[i] = {static_cast<int>(weight->size()) / out, out, std::move(*weight),
                          std::move(*bias)};
  }
  return filter;
}

void PostFilter::spectrum(std::span<const float> input, std::span<float> room,
                          std::span<float> out) const {
  const auto size = static_cast<std::size_t>(hidden());
  const auto first = room.first(size), second = room.subspan(size, size);
  const auto rectify = [](std::span<float> numbers) {
    for (float& x : numbers) x = std::max(x, 0.0F);
  };
  layers_[0].apply(input, first);
  rectify(first);
  layers_[1].apply(first, second);
  rectify(second);
  layers_[2].apply(second, out);
  // An embedding far from any that was seen must not become an infinite sound.
  for (float& x : out) x = std::isfinite(x) ? std::clamp(x, -kLouderThanAny, kLouderThanAny) : 0;
}

std::vector<float> postFilterFrames(const latent::Embedding& z, const WaveNetConfig& config,
                                    double pitch) {
  std::vector<float> rows;
  rows.reserve(static_cast<std::size_t>(z.frames) * (config.condition() + 2 * config.z));
  for (int f = 0; f < z.frames; ++f) {
    for (const int t : {std::max(f - 1, 0), f, std::min(f + 1, z.frames - 1)}) {
      const auto frame = z.frame(t);
      rows.insert(rows.end(), frame.begin(), frame.end());
    }
    if (!config.pitchConditioned) continue;
    rows.insert(rows.end(), 128, 0.0F);
    *(rows.end() - 128 + std::clamp(std::lround(pitch), 0L, 127L)) = 1;
  }
  return rows;
}

std::unique_ptr<StreamingFilter> postFilter(std::shared_ptr<const PostFilter> network, bool hasty) {
  return std::make_unique<Filter>(std::move(network), hasty);
}

}  // namespace timbre::model::wavenet
