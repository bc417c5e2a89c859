/// Memory for numbers that are read in order: 64-byte aligned, zeroed, on huge pages where it is
/// large.
#pragma once

#include <cstddef>
#include <memory>
#include <type_traits>
#include <vector>

namespace timbre::sampler {

/// Hands out parts of large blocks; all of them are freed together. Throws std::bad_alloc.
class Arena {
 public:
  /// `expected`: the bytes that will be taken in all; what exceeds them costs a block of its own.
  explicit Arena(std::size_t expected = 0) : expected_(expected) {}
  /// `count` zeros, valid as long as the arena; moving the arena leaves them where they are.
  template <class T>
  T* take(std::size_t count) {
    static_assert(std::is_trivially_copyable_v<T>);
    return static_cast<T*>(takeBytes(count * sizeof(T)));
  }
  std::size_t bytes() const { return taken_; }

 private:
  struct Free {
    void operator()(std::byte* block) const;
  };
  void addBlock(std::size_t bytes);
  void* takeBytes(std::size_t bytes);

  std::vector<std::unique_ptr<std::byte, Free>> blocks_;
  std::byte* next_ = nullptr;
  std::size_t left_ = 0;
  std::size_t expected_;
  std::size_t taken_ = 0;
};

}  // namespace timbre::sampler
