/// What imbalance costs a classifier of the study's notes, as pieces of a report.
#pragma once

#include "studies/StudyContext.h"

namespace timbre::studies {

/// Runs imbalanceTrial() on at most 3,000 of the chosen notes and adds its table and figure. Notes
/// that cannot answer the question are a remark. Cancellable.
Result<void> addImbalance(StudyContext& context, Progress& progress);

}  // namespace timbre::studies
