/// The encoder's loops for x86 with AVX-512; core/CMakeLists.txt compiles this file for it.
#if defined(__AVX512F__)
#define TIMBRE_TARGET "avx512"
#include "encoder/kernels/KernelImpl.h"
#else
#include "encoder/kernels/Kernels.h"
#endif

namespace timbre::encoder {

const Kernels* avx512Kernels() {
#if defined(__AVX512F__)
  return &kKernels;
#else
  return nullptr;
#endif
}

}  // namespace timbre::encoder
