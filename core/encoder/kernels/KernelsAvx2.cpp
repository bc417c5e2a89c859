/// The encoder's loops for x86 with AVX2; core/CMakeLists.txt compiles this file for it.
#if defined(__AVX2__)
#define TIMBRE_TARGET "avx2"
#include "encoder/kernels/KernelImpl.h"
#else
#include "encoder/kernels/Kernels.h"
#endif

namespace timbre::encoder {

const Kernels* avx2Kernels() {
#if defined(__AVX2__)
  return &kKernels;
#else
  return nullptr;
#endif
}

}  // namespace timbre::encoder
