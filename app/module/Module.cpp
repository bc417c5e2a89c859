/// The module that holds LibTorch: what openTorchBackend() finds in it.
#include <memory>

#include "base/Log.h"
#include "model/ModelBackend.h"
#include "model/nets/Models.h"
#include "model/nets/PortSpeed.h"
#include "training/learner/PostFilterFit.h"
#include "training/run/Train.h"

namespace {

using namespace timbre;

class TorchBackend final : public model::ModelBackend {
 public:
  Result<std::unique_ptr<model::Autoencoder>> load(const model::ModelCard& card,
                                                   int threads) override {
    return model::nets::loadModel(card, threads);
  }
  Result<void> train(const model::TrainRequest& request,
                     model::TrainingObserver& observer) override {
    return training::train(request, observer);
  }
  Result<model::PostFilterWeights> fitPostFilter(const model::PostFilterRequest& request,
                                                 const model::PostFilterExamples& examples,
                                                 model::PostFilterObserver& observer) override {
    return training::fitPostFilter(request, examples, observer);
  }
  Result<model::PortSpeed> portSpeed(const model::WaveNetConfig& config, double seconds,
                                     const Progress& progress) override {
    return model::nets::portSpeed(config, seconds, progress);
  }
  Result<double> encoderPort(const model::WaveNetConfig& config, int threads, double seconds,
                             const Progress& progress) override {
    return model::nets::encoderPort(config, threads, seconds, progress);
  }
};

}  // namespace

/// `log`: the program's, since the module has a copy of its own. The one instance, never destroyed:
/// LibTorch's own globals may go before it.
extern "C" __attribute__((visibility("default"))) timbre::model::ModelBackend* timbreEngine(
    timbre::LogReceiver log) {
  timbre::sendLogTo(log);
  static auto* const backend = new TorchBackend;
  return backend;
}
