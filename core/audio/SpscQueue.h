/// A queue of fixed size between exactly two threads; neither ever waits, locks or allocates.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <utility>

namespace timbre::audio {

/// One thread pushes, one pops. Holds `Capacity` items. T: nothrow movable, default constructible.
template <class T, std::size_t Capacity>
class SpscQueue {
 public:
  /// Pushing thread. False when full; `item` is then left as it was.
  bool push(T& item) noexcept {
    const std::size_t tail = tail_.load(std::memory_order_relaxed);
    if (tail - head_.load(std::memory_order_acquire) == Capacity) return false;
    items_[tail % Capacity] = std::move(item);
    tail_.store(tail + 1, std::memory_order_release);
    return true;
  }
  bool push(T&& item) noexcept { return push(item); }

  /// Popping thread. False when empty.
  bool pop(T& item) noexcept {
    const std::size_t head = head_.load(std::memory_order_relaxed);
    if (head == tail_.load(std::memory_order_acquire)) return false;
    item = std::exchange(items_[head % Capacity], T{});
    head_.store(head + 1, std::memory_order_release);
    return true;
  }

 private:
  static constexpr std::size_t kLine = 64;  // the two ends on cache lines of their own
  std::array<T, Capacity> items_{};
  alignas(kLine) std::atomic<std::size_t> head_{0};
  alignas(kLine) std::atomic<std::size_t> tail_{0};
};

}  // namespace timbre::audio
