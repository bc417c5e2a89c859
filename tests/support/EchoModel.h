/// A model whose embedding is the sound itself: what it gives back is the original and noise of a
/// known level.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "model/Autoencoder.h"

namespace timbre::test {

class EchoModel final : public model::Autoencoder {
 public:
  explicit EchoModel(double noise = 0) : Autoencoder(cardOfEcho()), noise_(noise) {}
  Result<std::unique_ptr<Autoencoder>> clone() const override {
    return std::make_unique<EchoModel>(noise_);
  }

 private:
  static constexpr int kHop = 500;
  static model::ModelCard cardOfEcho() {
    model::ModelCard card;
    card.hop = kHop;
    card.channels = kHop;
    return card;
  }

  Result<latent::Embedding> doEncode(const audio::AudioClip& clip, Progress&) override {
    latent::Embedding z;
    z.frames = static_cast<int>(clip.samples().size()) / kHop;
    z.channels = kHop;
    z.values.assign(clip.samples().begin(),
                    clip.samples().begin() + std::ptrdiff_t{kHop} * z.frames);
    return z;
  }

  Result<audio::AudioClip> doDecode(const latent::Embedding& z, const model::DecodeOptions&,
                                    Progress&) override {
    std::vector<float> samples = z.values;
    std::uint32_t state = 1;
    for (float& x : samples) {
      state = state * 1664525u + 1013904223u;
      x += static_cast<float>(noise_ * (static_cast<double>(state >> 8) / (1 << 23) - 1));
    }
    return audio::AudioClip(std::move(samples), kModelRate);
  }

  double noise_;
};

}  // namespace timbre::test
