/// The WaveNet autoencoder's loss and gradients on a CPU, several times faster than with LibTorch's
/// operations. No torch here.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "training/cpu/CpuDecoder.h"
#include "training/cpu/CpuEncoder.h"
#include "training/cpu/CpuSpectralAuxLoss.h"

namespace timbre::training {

/// One crop of T samples.
struct CpuCrop {
  const std::uint8_t* classes = nullptr;  ///< [T]
  const float* heard = nullptr;    ///< [T]: the decoder's corrupted input; null: the true samples
  const float* pitch = nullptr;    ///< [128] behind every frame of the embedding; null: none
  const float* spectra = nullptr;  ///< [F, kSpectralAuxBands] null: no auxiliary loss
};

struct CpuLosses {
  double nats = 0;         ///< per sample
  double spectralAux = 0;  ///< mean squared error of the auxiliary network
};

/// A worker of its own for each thread: it keeps what a crop's way back needs, about
/// 4 T (3 width layers + 2 aeWidth aeLayers) bytes.
class CpuWaveNet {
 public:
  /// Whether every number of channels is a multiple of kChannels; others need LibTorch.
  static bool fits(const model::WaveNetConfig& config);
  /// `layout`: of tensorsOf(config), and of spectralAuxTensors where hints are given. `samples`: T,
  /// a multiple of hop. Throws std::bad_alloc.
  CpuWaveNet(const model::WaveNetConfig& config, const Layout& layout, int samples);

  /// The losses of a crop. With gradients in `math`, adds those of nats + spectralAux, times
  /// `scale`.
  CpuLosses run(const LayerMath& math, const CpuCrop& crop, double scale);

 private:
  int samples_, frames_, z_, condition_;
  CpuEncoder encoder_;
  CpuDecoder decoder_;
  std::optional<CpuSpectralAuxLoss> spectralAux_;
  std::vector<float> sound_, told_, dz_;
};

}  // namespace timbre::training
