#include "model/catalogue/ProgramEngine.h"

#include "model/catalogue/ModelTable.h"

namespace timbre::model {
namespace {

class ProgramEngine final : public Engine {
 public:
  Result<std::unique_ptr<Autoencoder>> load(const ModelCard& card, int threads) override {
    if (const ModelKind* kind = modelKind(card.kind)) return kind->load(card, threads);
    return fail(ErrorCode::Unsupported, card.file.string() +
                                            ": This program does not know models of the kind " +
                                            card.kind + "; update it");
  }
  Result<void> prepare() override {
    return openEngine().map([](Engine*) {});
  }
  Result<void> train(const TrainRequest& request, TrainingEars& ears) override {
    return openEngine().and_then([&](Engine* torch) { return torch->train(request, ears); });
  }
  Result<PostFilterWeights> fitPostFilter(const PostFilterRequest& request,
                                          const PostFilterExamples& examples,
                                          PostFilterEars& ears) override {
    return openEngine().and_then(
        [&](Engine* torch) { return torch->fitPostFilter(request, examples, ears); });
  }
  Result<PortSpeed> portSpeed(const WaveNetConfig& config, double seconds) override {
    return openEngine().and_then([&](Engine* torch) { return torch->portSpeed(config, seconds); });
  }
  Result<double> encoderPort(const WaveNetConfig& config, int threads, double seconds) override {
    return openEngine().and_then(
        [&](Engine* torch) { return torch->encoderPort(config, threads, seconds); });
  }
};

}  // namespace

Engine* programEngine() {
  static auto* const engine = new ProgramEngine;
  return engine;
}

}  // namespace timbre::model
