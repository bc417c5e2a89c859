/// Text of others (names of files and notes, messages of libraries) for a terminal or a log.
#pragma once

#include <string>
#include <string_view>

namespace timbre {

/// The same text on one line that moves no cursor and hides nothing: control characters, escape
/// sequences, marks that turn the direction of writing, and bytes that are not UTF-8 are written as
/// \n, \t, \xNN or \u{NNNN}. Everything else, and a backslash too, stays as it is.
std::string printable(std::string_view text);

}  // namespace timbre
