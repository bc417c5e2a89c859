/// The first facts that help to diagnose a fault.
#pragma once

#include <string>

namespace timbre::model {

/// Version, system, processor and memory, the program's folders, the models that are found (and the
/// files that are none, and why), the last lines of the log: plain text of some dozen lines, to be
/// copied into a report. The home folder is written as "~". Reads the headers of the models' files;
/// any thread.
std::string diagnostics();

/// "x86_64 AMD EPYC, ssse3 avx2 fma (2 threads)": what a speed was measured on. Any thread.
std::string processorName();

}  // namespace timbre::model
