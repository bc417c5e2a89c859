/// The hot loops for x86 with AVX-512 and its byte products; core/CMakeLists.txt compiles this file
/// for it.
#if defined(__AVX512VNNI__)
#define TIMBRE_TARGET "avx512vnni"
#include "sampler/kernels/KernelImpl.h"
#else
#include "sampler/kernels/Kernels.h"
#endif

namespace timbre::sampler {

const Kernels* avx512VnniKernels() {
#if defined(__AVX512VNNI__)
  return &kKernels;
#else
  return nullptr;
#endif
}

}  // namespace timbre::sampler
