/// The door of the room: no exception passes it.
#pragma once

#include <exception>
#include <new>
#include <utility>

#include "base/Result.h"

namespace timbre::spectral {

/// What `work` returns; Internal when it ran out of memory or threw otherwise.
template <class Work>
auto guarded(Work&& work) -> decltype(work()) {
  try {
    return std::forward<Work>(work)();
  } catch (const std::bad_alloc&) {
    return fail(
        ErrorCode::Internal,
        "There is not enough memory for this; close other programs or take a shorter sound");
  } catch (const std::exception& problem) {
    return fail(ErrorCode::Internal, problem.what());
  }
}

}  // namespace timbre::spectral
