/// The hot loops for x86 with AVX2; core/CMakeLists.txt compiles this file for it.
#if defined(__AVX2__)
#define TIMBRE_TARGET "avx2"
#include "sampler/kernels/KernelImpl.h"
#else
#include "sampler/kernels/Kernels.h"
#endif

namespace timbre::sampler {

const Kernels* avx2Kernels() {
#if defined(__AVX2__)
  return &kKernels;
#else
  return nullptr;
#endif
}

}  // namespace timbre::sampler
