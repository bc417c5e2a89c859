/// Counts what this program asks of the heap: include in exactly one source file of a test program.
#pragma once

#include <atomic>
#include <cstdlib>
#include <new>

namespace timbre::test {

/// Calls of new and delete on this thread since it began.
inline thread_local long allocationCount = 0;

}  // namespace timbre::test

// Replaced for the whole program, as the language allows; the array forms end up here, too. So
// would the nothrow form, but for the sanitizers, which have their own.
void* operator new(std::size_t size) {
  ++timbre::test::allocationCount;
  if (void* memory = std::malloc(size ? size : 1)) return memory;
  throw std::bad_alloc();
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  ++timbre::test::allocationCount;
  return std::malloc(size ? size : 1);
}
void* operator new(std::size_t size, std::align_val_t alignment) {
  ++timbre::test::allocationCount;
  const auto step = static_cast<std::size_t>(alignment);
  if (void* memory = std::aligned_alloc(step, (size + step - 1) / step * step)) return memory;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept {
  ++timbre::test::allocationCount;
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  operator delete(memory);
}
void operator delete(void* memory, std::align_val_t) noexcept {
  operator delete(memory);
}
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept {
  operator delete(memory);
}
