#include "training/cpu/CpuSpectralAuxLoss.h"

namespace timbre::training {

std::vector<model::TensorSpec> spectralAuxTensors(int z) {
  std::vector<model::TensorSpec> out;
  const auto add = [&](const char* name, int from, int to) {
    out.push_back({name + std::string("/W"), {1, 1, from, to}});
    out.push_back({name + std::string("/biases"), {to}});
  };
  add("hint_1", z, kSpectralAuxHidden);
  add("hint_2", kSpectralAuxHidden, kSpectralAuxHidden);
  add("hint_3", kSpectralAuxHidden, kSpectralAuxBands);
  return out;
}

CpuSpectralAuxLoss::CpuSpectralAuxLoss(const Layout& layout, int frames)
    : frames_(frames),
      first_(layout["hint_1"]),
      second_(layout["hint_2"]),
      third_(layout["hint_3"]) {
  const auto f = static_cast<std::size_t>(frames);
  for (auto* hidden : {&one_, &two_, &back_, &more_}) hidden->resize(f * kSpectralAuxHidden);
  guess_.resize(f * kSpectralAuxBands);
  intoZ_.resize(f * static_cast<std::size_t>(first_.in));
}

double CpuSpectralAuxLoss::learn(const LayerMath& math, const float* z, const float* spectra,
                                 float scale, float* dz) {
  const Rows all{0, frames_, frames_};
  const Shifts here = Shifts::none();
  const std::int64_t hidden = static_cast<std::int64_t>(frames_) * kSpectralAuxHidden;
  math.apply(first_, here, z, all, math.bias(first_), one_.data());
  math.kernels->rectify(one_.data(), one_.data(), hidden);
  math.apply(second_, here, one_.data(), all, math.bias(second_), two_.data());
  math.kernels->rectify(two_.data(), two_.data(), hidden);
  math.apply(third_, here, two_.data(), all, math.bias(third_), guess_.data());
  double sum = 0;
  const float factor = 2 * scale / static_cast<float>(guess_.size());
  for (std::size_t i = 0; i < guess_.size(); ++i) {
    const float off = guess_[i] - spectra[i];
    sum += off * off;
    guess_[i] = factor * off;
  }
  const double error = sum / static_cast<double>(guess_.size());
  if (!math.gradients) return error;
  const auto learn = [&](const AffineLayer& layer, const float* x, const float* y) {
    math.learn(layer, here, x, y, all);
    math.learnBias(layer, y, frames_);
  };
  learn(third_, two_.data(), guess_.data());
  math.applyBack(third_, here, guess_.data(), all, false, back_.data());
  math.kernels->rectifyBack(two_.data(), back_.data(), back_.data(), false, hidden);
  learn(second_, one_.data(), back_.data());
  math.applyBack(second_, here, back_.data(), all, false, more_.data());
  math.kernels->rectifyBack(one_.data(), more_.data(), more_.data(), false, hidden);
  learn(first_, z, more_.data());
  math.applyBack(first_, here, more_.data(), all, false, intoZ_.data());
  for (std::size_t i = 0; i < intoZ_.size(); ++i) dz[i] += intoZ_[i];
  return error;
}

}  // namespace timbre::training
