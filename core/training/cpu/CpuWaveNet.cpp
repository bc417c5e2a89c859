#include "training/cpu/CpuWaveNet.h"

#include <algorithm>

#include "sampler/FlushDenormals.h"
#include "sampler/MuLaw.h"

namespace timbre::training {

bool CpuWaveNet::fits(const model::WaveNetConfig& c) {
  return c.width % kChannels == 0 && c.skip % kChannels == 0 && c.aeWidth % kChannels == 0 &&
         c.z % kChannels == 0 && c.layers > 0;
}

CpuWaveNet::CpuWaveNet(const model::WaveNetConfig& config, const Layout& layout, int samples)
    : samples_(samples),
      frames_(samples / config.hop),
      z_(config.z),
      condition_(config.condition()),
      encoder_(config, layout, samples),
      decoder_(config, layout, samples),
      sound_(static_cast<std::size_t>(samples)),
      told_(static_cast<std::size_t>(frames_) * static_cast<std::size_t>(condition_)),
      dz_(static_cast<std::size_t>(frames_) * static_cast<std::size_t>(z_)) {
  if (layout.has("hint_1")) spectralAux_.emplace(layout, frames_);
}

CpuLosses CpuWaveNet::run(const LayerMath& math, const CpuCrop& crop, double scale) {
  const sampler::FlushDenormals quick;
  for (int t = 0; t < samples_; ++t)
    sound_[static_cast<std::size_t>(t)] = sampler::scaledClass(crop.classes[t]);
  const float* const z = encoder_.forward(math, sound_.data());
  for (int f = 0; f < frames_; ++f) {
    float* const frame = told_.data() + static_cast<std::ptrdiff_t>(f) * condition_;
    std::copy_n(z + f * z_, z_, frame);
    if (condition_ > z_) std::copy_n(crop.pitch, condition_ - z_, frame + z_);
  }
  CpuLosses losses;
  const float* const heard = crop.heard ? crop.heard : sound_.data();
  losses.nats = decoder_.forward(math, heard, told_.data(), crop.classes,
                                 static_cast<float>(scale / samples_)) /
                samples_;
  std::fill(dz_.begin(), dz_.end(), 0.0f);
  if (spectralAux_ && crop.spectra)
    losses.spectralAux =
        spectralAux_->learn(math, z, crop.spectra, static_cast<float>(scale), dz_.data());
  if (!math.gradients) return losses;
  decoder_.back(math, told_.data(), dz_.data());
  encoder_.back(math, sound_.data(), dz_.data());
  math.completeFrom(0);
  return losses;
}

}  // namespace timbre::training
