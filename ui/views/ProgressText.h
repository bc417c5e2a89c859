/// How far a job is, in words.
#pragma once

#include <QString>

#include "ui/jobs/JobRunner.h"

namespace timbre::ui {

/// "Making it … 42 %, 3 s left"
QString progressText(const QString& what, const JobProgress& progress);

}  // namespace timbre::ui
