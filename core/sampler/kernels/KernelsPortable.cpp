/// The hot loops for any processor: GCC's vectors, four floats wide.
#define TIMBRE_TARGET "portable"
#include "sampler/kernels/KernelImpl.h"

namespace timbre::sampler {

const Kernels* portableKernels() {
  return &kKernels;
}

}  // namespace timbre::sampler
