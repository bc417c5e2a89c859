#include "ui/models/ModelList.h"

#include <algorithm>

namespace timbre::ui {

void ModelList::set(std::vector<model::ModelCard> cards) {
  cards_ = std::move(cards);
  searched_ = true;
  emit changed();
}

void ModelList::add(const model::ModelCard& card) {
  std::erase_if(cards_, [&](const auto& known) { return known.name == card.name; });
  cards_.insert(std::ranges::lower_bound(cards_, card.name, {}, &model::ModelCard::name), card);
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
