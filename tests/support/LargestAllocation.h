/// Notices the largest thing that this program asks of the heap at once: include in exactly one
/// source file of a test program.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <new>

namespace timbre::test {

inline std::atomic<std::size_t> largestAllocation{0};

inline void notice(std::size_t size) {
  std::size_t known = largestAllocation;
  while (size > known && !largestAllocation.compare_exchange_weak(known, size)) {
  }
}

}  // namespace timbre::test

// Replaced for the whole program, as the language allows; the array and nothrow forms end up here,
// too.
// Not inlined: the compiler would take new for a plain malloc and warn of the delete that frees it.
[[gnu::noinline]] void* operator new(std::size_t size) {
  timbre::test::notice(size);
  if (void* memory = std::malloc(size ? size : 1)) return memory;
  throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* memory) noexcept {
  std::free(memory);
}
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}
