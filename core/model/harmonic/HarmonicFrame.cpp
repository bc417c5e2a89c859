#include "model/harmonic/HarmonicFrame.h"

#include <cmath>

namespace timbre::model::harmonic {

std::array<double, kNoiseBands + 1> noiseBandEdges() {
  constexpr int kLinear = 16;
  constexpr double kLinearHz = 62.5, kOctaves = 3;
  std::array<double, kNoiseBands + 1> edges{};
  for (int i = 0; i <= kLinear; ++i) edges[i] = i * kLinearHz;
  for (int i = 1; i <= kNoiseBands - kLinear; ++i)
    edges[kLinear + i] = kLinear * kLinearHz * std::exp2(kOctaves * i / (kNoiseBands - kLinear));
  return edges;
}

const std::array<float, kNoiseBands>& noiseBandCentres() {
  static const auto centres = [] {
    const auto edges = noiseBandEdges();
    std::array<float, kNoiseBands> middles{};
    for (int i = 0; i < kNoiseBands; ++i)
      middles[i] = static_cast<float>((edges[i] + edges[i + 1]) / 2);
    return middles;
  }();
  return centres;
}

}  // namespace timbre::model::harmonic
