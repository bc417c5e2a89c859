#include "training/learner/SpectralAuxLoss.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>

#include "base/Hash.h"
#include "training/cpu/CpuSpectralAuxLoss.h"
#include "training/data/Random.h"

namespace timbre::training {

using model::nets::Weights;

at::Tensor spectralTargets(const at::Tensor& x, int hop) {
  constexpr std::int64_t kWindow = 2048, kFirst = 3, kSingle = 256, kMean = 11;
  const at::Tensor sound = at::sign(x) * (at::pow(256.0, x.abs()) - 1) / 255;
  const std::int64_t before = std::max<std::int64_t>(0, kWindow - hop) / 2;
  const at::Tensor padded = at::constant_pad_nd(sound, {before, before});
  const at::Tensor power =
      at::fft_rfft(padded.unfold(1, kWindow, hop) * at::hann_window(kWindow, x.options())).abs();
  const auto above = kFirst + kSingle, bands = kSpectralAuxBands - kSingle;
  const at::Tensor means =
      power.narrow(2, above, bands * kMean).unflatten(2, {bands, kMean}).mean(3);
  return at::log10(at::cat({power.narrow(2, kFirst, kSingle), means}, 2) + 1e-2).contiguous();
}

Weights freshSpectralAux(int z, std::uint64_t seed) {
  Weights weights;
  for (const auto& spec : spectralAuxTensors(z)) {
    at::Tensor& tensor = weights[spec.name] = at::empty(spec.shape, at::kFloat);
    const bool first = spec.name.starts_with("hint_1");
    const float bound = 1 / std::sqrt(static_cast<float>(first ? z : kSpectralAuxHidden));
    Random random(seed, static_cast<std::int64_t>(hashOf(spec.name)));
    for (std::int64_t i = 0; i < tensor.numel(); ++i)
      tensor.data_ptr<float>()[i] = bound * (2 * random.uniform() - 1);
  }
  return weights;
}

at::Tensor spectralAuxLoss(const Weights& weights, const at::Tensor& z, const at::Tensor& spectra) {
  const auto layer = [&](const at::Tensor& x, const std::string& name) {
    const at::Tensor& weight = weights.find(name + "/W")->second;
    return at::linear(x, weight[0][0].t(), weights.find(name + "/biases")->second);
  };
  const at::Tensor hidden = at::relu(layer(at::relu(layer(z, "hint_1")), "hint_2"));
  return at::mse_loss(layer(hidden, "hint_3"), spectra);
}

}  // namespace timbre::training
