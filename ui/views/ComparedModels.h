/// Which models the comparison shows: those that are ticked, or a choice that suits most.
#pragma once

#include <QStringList>
#include <string>
#include <vector>

#include "model/ModelCard.h"

namespace timbre::ui {

/// The cards of the ticked names, in the catalogue's options. Nothing ticked, or none of it there
/// any more: one model of each kind, the chosen one of its kind and else the compact one; those
/// that sound best first.
std::vector<model::ModelCard> comparedModels(const std::vector<model::ModelCard>& cards,
                                             const QStringList& ticked, const std::string& chosen);

}  // namespace timbre::ui
