/// Notices the largest thing that this program or any library in it asks of the heap at once:
/// include in exactly one source file of a test program.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdlib>

namespace timbre::test {

inline std::atomic<std::size_t> largestAllocation{0};

inline void notice(std::size_t size) {
  std::size_t known = largestAllocation;
  while (size > known && !largestAllocation.compare_exchange_weak(known, size)) {
  }
}

}  // namespace timbre::test

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || !defined(__GLIBC__)

// The heap belongs to the sanitizer: it ends the program for more than any reader may have.
extern "C" const char* __asan_default_options();
extern "C" const char* __asan_default_options() {
  return "max_allocation_size_mb=160:allocator_may_return_null=0:detect_leaks=0";
}

#else

// glibc leaves these names to the program; what is not replaced lies in the same heap.
extern "C" {
void* __libc_malloc(std::size_t size);
void* __libc_calloc(std::size_t count, std::size_t size);
void* __libc_realloc(void* memory, std::size_t size);

void* malloc(std::size_t size) {
  timbre::test::notice(size);
  return __libc_malloc(size);
}
void* calloc(std::size_t count, std::size_t size) {
  timbre::test::notice(size && count > ~std::size_t{0} / size ? ~std::size_t{0} : count * size);
  return __libc_calloc(count, size);
}
void* realloc(void* memory, std::size_t size) {
  timbre::test::notice(size);
  return __libc_realloc(memory, size);
}
}

#endif
