/// The hot loops for x86 with AVX2 and the byte products of AVX-VNNI; core/CMakeLists.txt compiles
/// this file for it.
#if defined(__AVXVNNI__)
#define TIMBRE_TARGET "avxvnni"
#include "sampler/kernels/KernelImpl.h"
#else
#include "sampler/kernels/Kernels.h"
#endif

namespace timbre::sampler {

const Kernels* avxVnniKernels() {
#if defined(__AVXVNNI__)
  return &kKernels;
#else
  return nullptr;
#endif
}

}  // namespace timbre::sampler
