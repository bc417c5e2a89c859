#include "ui/views/ComparedModels.h"

#include <algorithm>

namespace timbre::ui {
namespace {

/// The better of two models of one kind.
bool comesBefore(const model::ModelCard& a, const model::ModelCard& b, const std::string& chosen) {
  const auto rank = [&](const model::ModelCard& card) {
    return card.name == chosen ? 0 : card.name == card.kind + "-compact" ? 1 : 2;
  };
  return rank(a) < rank(b);
}

}  // namespace

std::vector<model::ModelCard> comparedModels(const std::vector<model::ModelCard>& cards,
                                             const QStringList& ticked, const std::string& chosen) {
  std::vector<model::ModelCard> shown;
  for (const auto& card : cards)
    if (ticked.contains(QString::fromStdString(card.name))) shown.push_back(card);
  if (!shown.empty()) return shown;
  for (const auto& card : cards) {
    const auto same = std::ranges::find(shown, card.kind, &model::ModelCard::kind);
    if (same == shown.end()) {
      shown.push_back(card);
    } else if (comesBefore(card, *same, chosen)) {
      *same = card;
    }
  }
  std::ranges::stable_sort(shown, std::greater{}, &model::ModelCard::costly);
  return shown;
}

}  // namespace timbre::ui
