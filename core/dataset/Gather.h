/// Reads all notes of a dataset, of whatever shape.
#pragma once

#include "base/Progress.h"
#include "dataset/DatasetLocation.h"
#include "dataset/IndexBuilderStore.h"

namespace timbre::dataset {

/// Reads all notes into `staging`, from where it stopped before. Cancelled when asked, BadFormat
/// when the source is not a dataset or has no note that can be read. May throw DatabaseFailure.
Result<void> gather(const DatasetLocation& source, IndexBuilderStore& staging, Progress& progress);

}  // namespace timbre::dataset
