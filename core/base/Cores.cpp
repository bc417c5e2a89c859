#include "base/Cores.h"

#include <algorithm>
#include <thread>

namespace timbre {

int machineCores() {
  return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

int coresOr(int wished) {
  return wished > 0 ? wished : machineCores();
}

int coresBesideWindow() {
  return std::max(1, machineCores() - 1);
}

}  // namespace timbre
