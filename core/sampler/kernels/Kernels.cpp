#include "sampler/kernels/Kernels.h"

#include <array>
#include <cstddef>
#if defined(__x86_64__)
#include <cpuid.h>
#elif defined(__aarch64__)
#include <sys/auxv.h>
#endif

namespace timbre::sampler {
namespace {

#if defined(__x86_64__)
/// GCC 12's __builtin_cpu_supports does not know it.
bool hasAvxVnni() {
  unsigned a = 0, b = 0, c = 0, d = 0;
  return __get_cpuid_count(7, 1, &a, &b, &c, &d) != 0 && (a >> 4 & 1u) != 0;
}
#endif

struct Choice {
  std::array<const Kernels*, 6> kernels{};
  std::size_t count = 0;

  Choice() {
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl")) {
      if (__builtin_cpu_supports("avx512vnni")) add(avx512VnniKernels());
      add(avx512Kernels());
    }
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
      if (hasAvxVnni()) add(avxVnniKernels());
      add(avx2Kernels());
    }
    if (__builtin_cpu_supports("ssse3")) add(ssse3Kernels());
#endif
#if defined(__aarch64__)
    if (getauxval(AT_HWCAP) & HWCAP_ASIMDDP) add(neonKernels());
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
