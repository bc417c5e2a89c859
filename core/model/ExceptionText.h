/// The error messages for exceptions in the models' rooms; none leaves them.
#pragma once

#include "base/CatchExceptions.h"

namespace timbre::model {

inline constexpr ExceptionText kExceptionText{
    "There is not enough memory for this model; close other programs or use a smaller one",
    "The model failed"};

}  // namespace timbre::model
