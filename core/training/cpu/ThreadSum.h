/// Sums over the threads that share one call. No torch here.
#pragma once

#include <barrier>
#include <cstddef>
#include <vector>

namespace timbre::training {

/// Every thread calls the same functions in the same order.
class ThreadSum {
 public:
  explicit ThreadSum(std::size_t threads)
      : parts_(threads), barrier_(static_cast<std::ptrdiff_t>(threads)) {}
  /// Replaces `numbers` by their sum over all threads, added in the threads' order, so that each
  /// gets the same to the last bit.
  void sum(std::size_t thread, std::vector<double>& numbers);
  /// Lets the others continue without a thread that failed.
  void leave(std::size_t thread);

 private:
  std::vector<const std::vector<double>*> parts_;
  std::barrier<> barrier_;
};

}  // namespace timbre::training
