/// Which models the comparison shows: those that are ticked, or a choice that suits most.
#pragma once

#include <QString>
#include <QStringList>
#include <string>
#include <vector>

#include "model/ModelCard.h"

namespace timbre::ui {

/// The order of the models in every view: those that sound best first, else the catalogue's.
std::vector<model::ModelCard> bestFirst(std::vector<model::ModelCard> cards);

/// The cards of the ticked names. Nothing ticked, or none of it there any more: one model of each
/// kind, the chosen one of its kind and else the standard one. In the order of bestFirst().
std::vector<model::ModelCard> comparedModels(const std::vector<model::ModelCard>& cards,
                                             const QStringList& ticked, const std::string& chosen);

/// As model::plainName().
QString plainName(const model::ModelCard& card);
/// What the model is, in short: "compact".
QString summaryOf(const model::ModelCard& card);
/// All that its card says, in lines, for a tooltip.
QString detailsOf(const model::ModelCard& card);

}  // namespace timbre::ui
