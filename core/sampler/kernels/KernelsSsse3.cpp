/// The hot loops for x86 with SSSE3 and no AVX2; core/CMakeLists.txt compiles this file for it.
#if defined(__SSSE3__)
#define TIMBRE_TARGET "ssse3"
#include "sampler/kernels/KernelImpl.h"
#else
#include "sampler/kernels/Kernels.h"
#endif

namespace timbre::sampler {

const Kernels* ssse3Kernels() {
#if defined(__SSSE3__)
  return &kKernels;
#else
  return nullptr;
#endif
}

}  // namespace timbre::sampler
