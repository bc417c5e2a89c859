#include "model/catalogue/DefaultBackend.h"

#include "model/TrainRequestCheck.h"
#include "model/catalogue/ModelTable.h"

namespace timbre::model {
namespace {

class DefaultBackend final : public ModelBackend {
 public:
  Result<std::unique_ptr<Autoencoder>> load(const ModelCard& card, int threads) override {
    if (const ModelKind* kind = modelKind(card.kind)) return kind->load(card, threads);
    return fail(ErrorCode::Unsupported, card.file.string() +
                                            ": This program does not know the model kind " +
                                            card.kind + "; update it");
  }
  Result<void> prepare() override {
    return openTorchBackend().map([](ModelBackend*) {});
  }
  Result<void> train(const TrainRequest& request, TrainingObserver& observer) override {
    if (const auto checked = checkTrainRequest(request); !checked) return checked;
    return openTorchBackend().and_then(
        [&](ModelBackend* torch) { return torch->train(request, observer); });
  }
  Result<PostFilterWeights> fitPostFilter(const PostFilterRequest& request,
                                          const PostFilterExamples& examples,
                                          PostFilterObserver& observer) override {
    return openTorchBackend().and_then(
        [&](ModelBackend* torch) { return torch->fitPostFilter(request, examples, observer); });
  }
  Result<PortSpeed> portSpeed(const WaveNetConfig& config, double seconds,
                              const Progress& progress) override {
    return openTorchBackend().and_then(
        [&](ModelBackend* torch) { return torch->portSpeed(config, seconds, progress); });
  }
  Result<double> encoderPort(const WaveNetConfig& config, int threads, double seconds,
                             const Progress& progress) override {
    return openTorchBackend().and_then([&](ModelBackend* torch) {
      return torch->encoderPort(config, threads, seconds, progress);
    });
  }
};

}  // namespace

ModelBackend* defaultBackend() {
  static auto* const backend = new DefaultBackend;
  return backend;
}

}  // namespace timbre::model
