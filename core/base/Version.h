/// The program's version, as files say what made them.
#pragma once

#include <string_view>

namespace timbre {

/// "0.2.0"
std::string_view programVersion();

}  // namespace timbre
