#include "ui/models/ModelSearch.h"

namespace timbre::ui {
namespace {

void tellProblems(const model::Catalogue& catalogue, IssueList& issues) {
  const QString topic = QStringLiteral("models");
  issues.clear(topic);
  for (const Error& error : catalogue.unreadable)
    issues.add({Issue::Severity::Warning, QString::fromStdString(error.message), topic});
  if (!catalogue.cards.empty()) return;
  issues.add({Issue::Severity::Error,
              ModelList::tr("No models were found: you can see and hear notes, but not rebuild "
                            "them. Use File > Import model to add one."),
              topic});
}

}  // namespace

void searchModels(JobRunner& jobs, ModelList& models, IssueList& issues,
                  std::function<model::Catalogue()> find) {
  jobs.run(
      Lane::Compute, &models,
      [find = std::move(find)](Progress&) -> Result<model::Catalogue> { return find(); },
      [&models, &issues](const Result<model::Catalogue>& found) {
        if (!found) return;
        tellProblems(*found, issues);
        models.set(found->cards);
      });
}

}  // namespace timbre::ui
