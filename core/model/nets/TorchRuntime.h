/// What every function that other rooms call does first and last: threads set, no exception out.
/// Needs LibTorch.
#pragma once

#include <c10/core/InferenceMode.h>

#include "model/ExceptionText.h"

namespace timbre::model::nets {

/// How many cores LibTorch and the BLAS below it use. The setting belongs to the calling thread
/// (OpenMP), so it comes first in every call. 0: all cores.
void useThreads(int threads);

/// A function of LibTorch's library or of one below it (its BLAS), whichever that is; nullptr when
/// there is none.
void* symbolBehindTorch(const char* name);

/// One call of a network that learns nothing from it.
class InferenceCall {
 public:
  explicit InferenceCall(int threads) { useThreads(threads); }

 private:
  c10::InferenceMode mode_;
};

}  // namespace timbre::model::nets
