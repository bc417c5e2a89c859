#include "model/wavenet/DefaultBackend.h"

#include "model/wavenet/WaveNetAutoencoder.h"

namespace timbre::model::wavenet {

namespace {

class DefaultBackend final : public ModelBackend {
 public:
  Result<std::unique_ptr<Autoencoder>> load(const ModelCard& card, int threads) override {
    if (card.kind == "wavenet") return loadWaveNet(card, threads);
    const auto torch = openTorchBackend();
    if (!torch) return tl::unexpected(torch.error());
    return (*torch)->load(card, threads);
  }
  Result<void> train(const TrainRequest& request, TrainingObserver& observer) override {
    const auto torch = openTorchBackend();
    if (!torch) return tl::unexpected(torch.error());
    return (*torch)->train(request, observer);
  }
};

}  // namespace

ModelBackend* defaultBackend() {
  static auto* const backend = new DefaultBackend;
  return backend;
}

}  // namespace timbre::model::wavenet
