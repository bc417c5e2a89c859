/// Failures are values: an exception of a library becomes one before it leaves a public function or
/// a thread.
#pragma once

#include <string_view>
#include <utility>

#include "base/Result.h"

namespace timbre {

/// The error messages for exceptions.
struct ExceptionText {
  std::string_view noMemory;  ///< a whole sentence: what did not fit, and what can be done
  std::string_view failed;    ///< what failed; the first line of the exception's own text follows
};

/// The exception that is being handled, as an Internal failure. It is recorded in the log. To be
/// called in a catch block only.
Error currentException(const ExceptionText& text);

/// `work()`, which returns a Result; Internal where it throws.
template <class Work>
auto catchExceptions(const ExceptionText& text, Work&& work) -> decltype(work()) {
  try {
    return std::forward<Work>(work)();
  } catch (...) {
    return tl::unexpected(currentException(text));
  }
}

}  // namespace timbre
