/// How a core waits for another. For the kernel files too, so nothing of the standard library.
#pragma once

#if defined(__SSE2__)
#include <immintrin.h>
#endif

namespace timbre::sampler {

/// Two microseconds, about.
inline constexpr int kSpins = 128;

static inline void pauseBriefly() {
#if defined(__SSE2__)
  _mm_pause();
#elif defined(__aarch64__)
  asm volatile("yield");
#endif
}

}  // namespace timbre::sampler
