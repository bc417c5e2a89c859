/// Fitting a WaveNet's post-filter. No torch here.
#pragma once

#include "base/Result.h"
#include "model/PostFilterRequest.h"

namespace timbre::training {

/// As model::ModelBackend::fitPostFilter() says. Mean squared error by AdamW; the embeddings it is
/// shown carry noise of a fifth of their deviation, for what it will be shown later is no example.
/// Not for the GUI thread. Throws nothing.
Result<model::PostFilterWeights> fitPostFilter(const model::PostFilterRequest& request,
                                               const model::PostFilterExamples& examples,
                                               model::PostFilterObserver& observer);

}  // namespace timbre::training
