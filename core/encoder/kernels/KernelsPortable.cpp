/// The encoder's loops for any processor: GCC's vectors, four floats wide.
#define TIMBRE_TARGET "portable"
#include "encoder/kernels/KernelImpl.h"

namespace timbre::encoder {

const Kernels* portableKernels() {
  return &kKernels;
}

}  // namespace timbre::encoder
