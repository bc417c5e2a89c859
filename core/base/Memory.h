/// How much memory this process takes.
#pragma once

#include <optional>

namespace timbre {

/// The most it has held at once, in MB of 10^6 bytes; nothing where the system does not say.
std::optional<double> peakMemoryMb();

}  // namespace timbre
