#include "ui/models/ModelList.h"

#include <algorithm>

namespace timbre::ui {

void ModelList::set(std::vector<model::ModelCard> cards) {
  cards_ = std::move(cards);
  searched_ = true;
  emit changed();
}

const model::ModelCard* ModelList::named(const std::string& name) const {
  const auto found = std::ranges::find(cards_, name, &model::ModelCard::name);
  return found == cards_.end() ? nullptr : &*found;
}

const model::ModelCard* ModelList::preferred(const std::string& kind) const {
  if (const auto* compact = named(kind + "-compact"); compact && compact->kind == kind) {
    return compact;
  }
  const auto found = std::ranges::find(cards_, kind, &model::ModelCard::kind);
  return found == cards_.end() ? nullptr : &*found;
}

}  // namespace timbre::ui
