#include "ui/models/ModelList.h"

#include <algorithm>

namespace timbre::ui {

namespace {

/// Those that come with the program are known by what they are, all others by their own name, too.
model::ModelCard titled(model::ModelCard card) {
  if (!card.shipped && !card.standard && !card.title.starts_with(card.name))
    card.title = card.name + ": " + card.title;
  return card;
}

}  // namespace

void ModelList::set(std::vector<model::ModelCard> cards) {
  cards_.clear();
  for (auto& card : cards) cards_.push_back(titled(std::move(card)));
  searched_ = true;
  emit changed();
}

void ModelList::add(const model::ModelCard& card) {
  std::erase_if(cards_, [&](const auto& known) { return known.name == card.name; });
  cards_.insert(std::ranges::lower_bound(cards_, card.name, {}, &model::ModelCard::name),
                titled(card));
  emit changed();
}

const model::ModelCard* ModelList::named(const std::string& name) const {
  const auto found = std::ranges::find(cards_, name, &model::ModelCard::name);
  return found == cards_.end() ? nullptr : &*found;
}

const model::ModelCard* ModelList::preferred() const {
  const auto* costly = firstOf([](const model::ModelCard& card) { return card.costly; });
  return costly ? costly : firstOf([](const model::ModelCard&) { return true; });
}

const model::ModelCard* ModelList::preferredPreview() const {
  const auto* streamed =
      firstOf([](const model::ModelCard& card) { return card.previews && card.streams; });
  return streamed ? streamed : firstOf([](const model::ModelCard& card) { return card.previews; });
}

const model::ModelCard* ModelList::firstOf(bool (*suits)(const model::ModelCard&)) const {
  const model::ModelCard* first = nullptr;
  for (const auto& card : cards_) {
    if (!suits(card)) continue;
    if (card.standard) return &card;
    if (!first) first = &card;
  }
  return first;
}

}  // namespace timbre::ui
