/// The hot loops for 64-bit ARM with byte products; core/CMakeLists.txt compiles this file for it.
#if defined(__ARM_FEATURE_DOTPROD)
#define TIMBRE_TARGET "neon"
#include "sampler/kernels/KernelImpl.h"
#else
#include "sampler/kernels/Kernels.h"
#endif

namespace timbre::sampler {

const Kernels* neonKernels() {
#if defined(__ARM_FEATURE_DOTPROD)
  return &kKernels;
#else
  return nullptr;
#endif
}

}  // namespace timbre::sampler
