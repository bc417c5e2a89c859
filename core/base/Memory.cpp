#include "base/Memory.h"

#include <fstream>
#include <string>

namespace timbre {

/// Linux says "VmHWM:   123456 kB", where kB are KiB.
std::optional<double> peakMemoryMb() {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;) {
    if (word != "VmHWM:") continue;
    double kib = 0;
    if (status >> kib) return kib * 1024 / 1e6;
  }
  return {};
}

}  // namespace timbre
