/// Other people's words in our sentences.
#pragma once

#include <string>
#include <string_view>

namespace timbre::readers {

/// A name for a sentence: at most some 80 bytes, on one line.
std::string shownName(std::string_view name);

}  // namespace timbre::readers
