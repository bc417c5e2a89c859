/// The time a thread had a core to itself, whatever else the machine did meanwhile.
#pragma once

#include <time.h>

namespace timbre {

/// From its construction on, on the thread that made it.
class ThreadTime {
 public:
  ThreadTime() : begin_(now()) {}
  double seconds() const { return now() - begin_; }

 private:
  static double now() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
  }
  double begin_;
};

}  // namespace timbre
