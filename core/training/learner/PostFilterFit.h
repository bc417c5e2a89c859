/// Fitting a WaveNet's post-filter. No torch here.
#pragma once

#include "base/Result.h"
#include "model/PostFilterRequest.h"

namespace timbre::training {

/// See model::ModelBackend::fitPostFilter(). Minimises the squared error of the bins and of the
/// octaves' levels (OctaveLevelLoss.h) with AdamW. It adds noise of a fifth of their standard
/// deviation to the embeddings, because it will later meet embeddings that are not in the examples.
/// Not for the GUI thread. Throws nothing.
Result<model::PostFilterWeights> fitPostFilter(const model::PostFilterRequest& request,
                                               const model::PostFilterExamples& examples,
                                               model::PostFilterObserver& observer);

}  // namespace timbre::training
