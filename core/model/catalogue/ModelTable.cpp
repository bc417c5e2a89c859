#include "model/catalogue/ModelTable.h"

#include <vector>

#include "model/ModelBackend.h"
#include "model/catalogue/NsynthModels.h"
#include "model/harmonic/HarmonicAutoencoder.h"
#include "model/harmonic/HarmonicWeights.h"
#include "model/wavenet/WaveNetAutoencoder.h"

namespace timbre::model {
namespace {

/// For models that run in LibTorch: the module has a loader of the same kind (model/nets/Models.h).
Result<std::unique_ptr<Autoencoder>> loadInTorch(const ModelCard& card, int threads) {
  return openTorchBackend().and_then(
      [&](ModelBackend* torch) { return torch->load(card, threads); });
}

std::vector<ModelKind>& table() {
  // A new model is a new line here.
  static std::vector<ModelKind> kinds{
      {"baseline", &describeBaseline, &loadInTorch, "baseline-compact"},
      {"harmonic", &harmonic::describeHarmonic, &harmonic::loadHarmonic, "harmonic-compact"},
      {"wavenet", &describeWaveNet, &wavenet::loadWaveNet, "wavenet-compact"},
  };
  return kinds;
}

}  // namespace

std::span<const ModelKind> modelKinds() {
  return table();
}

const ModelKind* modelKind(std::string_view name) {
  for (const ModelKind& kind : table())
    if (kind.name == name) return &kind;
  return nullptr;
}

bool addModelKind(const ModelKind& kind) {
  table().push_back(kind);
  return true;
}

}  // namespace timbre::model
