/// Turns what was gathered into the index that is asked. Throws DatabaseFailure.
#pragma once

#include "base/Progress.h"
#include "dataset/DatasetLocation.h"
#include "dataset/IndexBuilderStore.h"

namespace timbre::dataset {

/// Version of the tables: an index of another one is remade.
inline constexpr int kIndexFormat = 2;

/// Fills the empty database `index`. Cancellable.
Result<void> writeIndex(const DatasetLocation& source, IndexBuilderStore& staging, Database& index,
                        Progress& progress);

}  // namespace timbre::dataset
