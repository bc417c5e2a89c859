#include "training/cpu/kernels/Kernels.h"

namespace timbre::training {
namespace {

struct Choice {
  std::array<const TrainingKernels*, 3> kernels{};
  std::size_t count = 0;

  Choice() {
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl"))
      add(avx512TrainingKernels());
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) add(avx2TrainingKernels());
#endif
    add(portableTrainingKernels());
  }
  void add(const TrainingKernels* one) {
    if (one) kernels[count++] = one;
  }
};

}  // namespace

std::span<const TrainingKernels* const> trainingKernelsHere() {
  static const Choice choice;
  return {choice.kernels.data(), choice.count};
}

}  // namespace timbre::training
