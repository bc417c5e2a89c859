#include "sampler/Kernels.h"

#include <array>
#include <cstddef>

namespace timbre::sampler {
namespace {

struct Choice {
  std::array<const Kernels*, 3> kernels{};
  std::size_t count = 0;

  Choice() {
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl")) {
      add(avx512Kernels());
    }
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) add(avx2Kernels());
#endif
    add(portableKernels());
  }
  void add(const Kernels* one) {
    if (one) kernels[count++] = one;
  }
};

}  // namespace

std::span<const Kernels* const> kernelsHere() {
  static const Choice choice;
  return {choice.kernels.data(), choice.count};
}

}  // namespace timbre::sampler
