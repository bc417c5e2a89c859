#include "base/Version.h"

namespace timbre {

std::string_view programVersion() {
  return TIMBRE_VERSION;
}

}  // namespace timbre
