/// How long a thread was ready to run and waited for a core that others had.
#pragma once

#include <cstdio>

namespace timbre {

/// From its construction on, on the thread that made it. 0 where the system does not tell
/// (/proc/thread-self/schedstat, Linux); sleeping does not count.
class CoreWait {
 public:
  CoreWait() : begin_(now()) {}
  double seconds() const { return now() - begin_; }

 private:
  static double now() {
    unsigned long long ran = 0, waited = 0;
    if (std::FILE* file = std::fopen("/proc/thread-self/schedstat", "r")) {
      if (std::fscanf(file, "%llu %llu", &ran, &waited) != 2) waited = 0;
      std::fclose(file);
    }
    return 1e-9 * static_cast<double>(waited);
  }
  double begin_;
};

}  // namespace timbre
