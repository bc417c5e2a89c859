#include "training/cpu/ThreadSum.h"

namespace timbre::training {

void ThreadSum::sum(std::size_t thread, std::vector<double>& numbers) {
  parts_[thread] = &numbers;
  barrier_.arrive_and_wait();
  std::vector<double> all(numbers.size());
  for (const auto* part : parts_)
    for (std::size_t i = 0; part && i < all.size(); ++i) all[i] += (*part)[i];
  barrier_.arrive_and_wait();
  numbers = all;
}

void ThreadSum::leave(std::size_t thread) {
  parts_[thread] = nullptr;
  barrier_.arrive_and_drop();
}

}  // namespace timbre::training
