#include "model/harmonic/HarmonicAutoencoder.h"

#include <utility>

#include "encoder/Encoder.h"
#include "model/ExceptionText.h"
#include "model/harmonic/HarmonicWeights.h"
#include "model/harmonic/StreamingHarmonic.h"
#include "model/wavenet/WaveNetWeights.h"

namespace timbre::model::harmonic {
namespace {

class HarmonicAutoencoder final : public Autoencoder {
 public:
  HarmonicAutoencoder(ModelCard card, std::shared_ptr<const encoder::PackedEncoder> encoder,
                      std::shared_ptr<const ParameterNetwork> network, int threads)
      : Autoencoder(std::move(card)),
        encoder_(std::move(encoder)),
        network_(std::move(network)),
        threads_(threads) {}

  Result<std::unique_ptr<Autoencoder>> clone() const override {
    return catchExceptions(kExceptionText, [&]() -> Result<std::unique_ptr<Autoencoder>> {
      return std::make_unique<HarmonicAutoencoder>(card(), encoder_, network_, threads_);
    });
  }

 private:
  Result<latent::Embedding> doEncode(const audio::AudioClip& clip, Progress& progress) override {
    return encoder::encode(*encoder_, clip.samples(), threads_, progress);
  }
  Result<audio::AudioClip> doDecode(const latent::Embedding& embedding,
                                    const DecodeOptions& options, Progress& progress) override {
    return catchExceptions(
        kExceptionText, [&] { return renderAt(card(), network_, embedding, options, progress); });
  }
  Result<std::unique_ptr<StreamingDecoder>> doStream(const DecodeOptions& options,
                                                     StreamUse) const override {
    return catchExceptions(kExceptionText, [&]() -> Result<std::unique_ptr<StreamingDecoder>> {
      return streamHarmonic(card(), network_, options);
    });
  }

  std::shared_ptr<const encoder::PackedEncoder> encoder_;
  std::shared_ptr<const ParameterNetwork> network_;
  int threads_;
};

Result<std::unique_ptr<Autoencoder>> load(const ModelCard& card, int threads) {
  const auto file = SafeTensors::open(card.file);
  if (!file) return tl::unexpected(file.error());
  const auto config = readConfig(*file);
  if (!config) return tl::unexpected(config.error());
  auto network = ParameterNetwork::read(*file, config->encoder.z, config->hidden);
  if (!network) return tl::unexpected(std::move(network.error()));
  auto encoder = wavenet::encoderWeights(*file, config->encoder).and_then([](const auto& weights) {
    return encoder::pack(weights);
  });
  if (!encoder) return tl::unexpected(std::move(encoder.error()).during(card.file.string()));
  return std::make_unique<HarmonicAutoencoder>(
      card, std::move(*encoder), std::make_shared<const ParameterNetwork>(std::move(*network)),
      threads);
}

}  // namespace

Result<std::unique_ptr<Autoencoder>> loadHarmonic(const ModelCard& card, int threads) {
  return catchExceptions(kExceptionText, [&] { return load(card, threads); });
}

}  // namespace timbre::model::harmonic
