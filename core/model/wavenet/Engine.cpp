#include "model/wavenet/Engine.h"

#include "model/wavenet/WaveNetAutoencoder.h"

namespace timbre::model::wavenet {

namespace {

class ProgramEngine final : public Engine {
 public:
  Result<std::unique_ptr<Autoencoder>> load(const ModelCard& card, int threads) override {
    if (card.kind == "wavenet") return loadWaveNet(card, threads);
    const auto torch = openEngine();
    if (!torch) return tl::unexpected(torch.error());
    return (*torch)->load(card, threads);
  }
  Result<void> train(const TrainRequest& request, TrainingEars& ears) override {
    const auto torch = openEngine();
    if (!torch) return tl::unexpected(torch.error());
    return (*torch)->train(request, ears);
  }
};

}  // namespace

Engine* programEngine() {
  static auto* const engine = new ProgramEngine;
  return engine;
}

}  // namespace timbre::model::wavenet
