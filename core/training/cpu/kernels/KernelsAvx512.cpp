/// The hot loops of training for x86 with AVX-512; CMakeLists.txt compiles this file for it.
#if defined(__AVX512F__)
#define TIMBRE_TARGET "avx512"
#include "training/cpu/kernels/Conv2dImpl.h"
#else
#include "training/cpu/kernels/Kernels.h"
#endif

namespace timbre::training {

const TrainingKernels* avx512TrainingKernels() {
#if defined(__AVX512F__)
  return &kKernels;
#else
  return nullptr;
#endif
}

}  // namespace timbre::training
