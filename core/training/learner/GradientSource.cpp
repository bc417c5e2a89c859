#include "training/learner/GradientSource.h"

#include "training/learner/CpuBaselineGradients.h"
#include "training/learner/CpuWaveNetGradients.h"
#include "training/learner/TorchGradients.h"

namespace timbre::training {

std::unique_ptr<GradientSource> makeGradientSource(const GradientSetup& setup, bool plain) {
  const bool own = setup.device.is_cpu() && !plain;
  const auto* waveNet = std::get_if<model::WaveNetConfig>(&setup.config);
  const auto* baseline = std::get_if<model::BaselineConfig>(&setup.config);
  if (own && waveNet && CpuWaveNet::fits(*waveNet))
    return std::make_unique<CpuWaveNetGradients>(setup);
  if (own && baseline && CpuBaseline::fits(*baseline))
    return std::make_unique<CpuBaselineGradients>(setup);
  return std::make_unique<TorchGradients>(setup);
}

}  // namespace timbre::training
