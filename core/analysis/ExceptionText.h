/// The error messages for exceptions in this room; none leaves it.
#pragma once

#include "base/CatchExceptions.h"

namespace timbre::analysis {

inline constexpr ExceptionText kExceptionText{
    "There is not enough memory for this; close other programs or take a shorter sound",
    "The sound could not be analysed"};

}  // namespace timbre::analysis
