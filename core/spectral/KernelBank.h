/// The constant-Q kernels as spectra, ready to be laid over a block's spectrum.
#pragma once

#include <complex>
#include <cstddef>
#include <memory>
#include <vector>

#include "base/Progress.h"
#include "base/Result.h"
#include "base/Units.h"
#include "spectral/ConstantQ.h"
#include "spectral/Fft.h"

namespace timbre::spectral {

/// A block of `fft` samples is transformed as a whole. Its spectrum is seen as `hop` rows of
/// `columns` frequencies; one inverse transform of `columns` points over the summed rows gives a
/// bin at every hop-th sample, exactly. Seen from half a sample before a frame's centre every
/// kernel is symmetric and its spectrum real: the half sample is taken out of the block's spectrum
/// (`delay`) and put back by each kernel's `turn`. Of a kernel only the rows near its centre are
/// kept.
struct KernelBank {
  struct Kernel {
    int firstRow = 0;          ///< [0, hop); rows wrap round at hop
    int rows = 0;              ///< 0 for a bin at or above half the rate
    std::complex<float> turn;  ///< exp(i w / 2) at its centre frequency w
    std::size_t offset = 0;    ///< into `spectra`, rows * columns values
  };
  int hop = 0;
  int columns = 0;
  int fft = 0;     ///< hop * columns
  int reach = 0;   ///< samples that the longest kernel reads to either side of a frame's centre
  int frames = 0;  ///< frames of a block that no wrapped sample touches
  std::vector<Kernel> kernels;
  Aligned<float> spectra;
  std::vector<std::complex<float>> delay;  ///< exp(-i v / 2) at frequencies v of 0 .. fft / 2
};

/// Made once and kept for the next caller (the last two; `params.edge` plays no part). Any thread:
/// others wait for the one who makes it. Fails as constantQ does.
Result<std::shared_ptr<const KernelBank>> kernelBank(const ConstantQParams& params, SampleRate rate,
                                                     Progress& progress);

}  // namespace timbre::spectral
