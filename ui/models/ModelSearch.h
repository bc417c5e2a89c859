/// Looks for the models that are there.
#pragma once

#include <functional>

#include "model/catalogue/Catalogue.h"
#include "ui/jobs/JobRunner.h"
#include "ui/models/IssueList.h"
#include "ui/models/ModelList.h"

namespace timbre::ui {

/// Runs `find` on a worker; puts what it finds into `models` and what it cannot read into `issues`.
/// GUI thread; all of them must outlive the jobs.
void searchModels(JobRunner& jobs, ModelList& models, IssueList& issues,
                  std::function<model::Catalogue()> find);

}  // namespace timbre::ui
