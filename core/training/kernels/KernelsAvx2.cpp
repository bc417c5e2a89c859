/// The hot loops of training for x86 with AVX2 and FMA; CMakeLists.txt compiles this file for it.
#if defined(__AVX2__)
#define TIMBRE_TARGET "avx2"
#include "training/kernels/Conv2dImpl.h"
#else
#include "training/kernels/Kernels.h"
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
