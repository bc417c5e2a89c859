/// No exception leaves this room.
#pragma once

#include <exception>
#include <new>
#include <string>
#include <utility>

#include "base/Result.h"

namespace timbre::model::wavenet {

/// `work()`, or Internal where it throws.
template <class Work>
auto guarded(Work&& work) -> decltype(work()) {
  try {
    return std::forward<Work>(work)();
  } catch (const std::bad_alloc&) {
    return fail(
        ErrorCode::Internal,
        "There is not enough memory for this model; close other programs or use a smaller one");
  } catch (const std::exception& e) {
    return fail(ErrorCode::Internal, std::string("The model gave up: ") + e.what());
  }
}

}  // namespace timbre::model::wavenet
