/// The hot loops of training for x86 with AVX2 and FMA; CMakeLists.txt compiles this file for it.
#if defined(__AVX2__)
#define TIMBRE_TARGET "avx2"
#include "training/cpu/kernels/Conv2dImpl.h"
#else
#include "training/cpu/kernels/Kernels.h"
#endif

namespace timbre::training {

const TrainingKernels* avx2TrainingKernels() {
#if defined(__AVX2__)
  return &kKernels;
#else
  return nullptr;
#endif
}

}  // namespace timbre::training
