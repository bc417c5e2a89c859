#include "ui/views/ComparedModels.h"

#include <QCoreApplication>
#include <algorithm>

#include "model/PlainName.h"
#include "ui/CountText.h"

namespace timbre::ui {
namespace {

/// The better of two models of one kind.
bool comesBefore(const model::ModelCard& a, const model::ModelCard& b, const std::string& chosen) {
  const auto rank = [&](const model::ModelCard& card) {
    return card.name == chosen ? 0 : card.standard ? 1 : 2;
  };
  return rank(a) < rank(b);
}

}  // namespace

std::vector<model::ModelCard> bestFirst(std::vector<model::ModelCard> cards) {
  std::ranges::stable_sort(cards, std::greater{}, &model::ModelCard::costly);
  return cards;
}

std::vector<model::ModelCard> comparedModels(const std::vector<model::ModelCard>& cards,
                                             const QStringList& ticked, const std::string& chosen) {
  std::vector<model::ModelCard> shown;
  for (const auto& card : cards)
    if (ticked.contains(QString::fromStdString(card.name))) shown.push_back(card);
  if (!shown.empty()) return bestFirst(std::move(shown));
  for (const auto& card : cards) {
    const auto same = std::ranges::find(shown, card.kind, &model::ModelCard::kind);
    if (same == shown.end()) {
      shown.push_back(card);
    } else if (comesBefore(card, *same, chosen)) {
      *same = card;
    }
  }
  return bestFirst(std::move(shown));
}

QString plainName(const model::ModelCard& card) {
  return QString::fromStdString(model::plainName(card));
}

QString summaryOf(const model::ModelCard& card) {
  return QString::fromStdString(card.title)
      .section(QStringLiteral(", "), 1)
      .section(QStringLiteral(" ("), 0, 0);
}

QString detailsOf(const model::ModelCard& card) {
  const auto tr = [](const char* text) {
    return QCoreApplication::translate("ComparedModels", text);
  };
  QStringList lines{QString::fromStdString(card.title), QString::fromStdString(card.name)};
  const QString numbers = countText(card.channels, tr("1 number"), tr("%1 numbers"));
  if (card.parameters > 0) lines << tr("%L1 parameters").arg(card.parameters);
  lines << (card.fixedSamples > 0 ? tr("Encodes a note as one vector of %1").arg(numbers)
                                  : tr("Encodes each %1 ms as %2")
                                        .arg(1000.0 * card.hop / card.rate.hz, 0, 'f', 0)
                                        .arg(numbers));
  lines << (card.costly ? tr("Makes a note sample by sample; you can hear it while it is made")
                        : tr("Makes a note at once"));
  if (card.postFilter) lines << tr("Has a post-filter that reduces noise (P)");
  return lines.join(QLatin1Char('\n'));
}

}  // namespace timbre::ui
