#include "ui/library/PresentationBar.h"

#include <QHBoxLayout>
#include <QToolButton>
#include <algorithm>

#include "ui/Preferences.h"
#include "ui/library/ToolButton.h"

namespace timbre::ui {
namespace {

/// In the order of Presentation.
constexpr std::array<const char*, 3> kPresentationButtons{"listButton", "gridButton", "mapButton"};
constexpr std::array<const char*, 3> kPresentationIds{"list", "grid", "map"};

}  // namespace

PresentationBar::PresentationBar(QWidget* parent) : QWidget(parent) {
  facets_ = toolButton(tr("Filter"), tr("Kinds of notes, with counts"), "facetsButton", this);
  similar_ = toolButton(tr("More like this"), tr("Notes that sound like the selected one"),
                        "similarButton", this);
  similar_->setCheckable(true);
  connect(similar_, &QToolButton::toggled, this, &PresentationBar::similarToggled);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(2);
  row->addWidget(facets_);
  row->addStretch(1);
  addPresentations(*row);
  row->addStretch(1);
  row->addWidget(similar_);
}

void PresentationBar::addPresentations(QHBoxLayout& row) {
  const QStringList names{tr("List"), tr("Grid"), tr("Map")};
  const QStringList tips{tr("Notes as a list"), tr("Notes as pictures"), tr("Notes as a map")};
  for (std::size_t i = 0; i < presentations_.size(); ++i) {
    const auto at = static_cast<qsizetype>(i);
    auto* button = toolButton(names.at(at), tips.at(at), kPresentationButtons[i], this);
    button->setCheckable(true);
    button->setAutoExclusive(true);
    connect(button, &QToolButton::clicked, this,
            [this, i] { emit presentationChosen(static_cast<Presentation>(i)); });
    row.addWidget(button);
    presentations_[i] = button;
  }
}

Presentation PresentationBar::remembered() {
  const QString id = Preferences().presentation();
  const auto found = std::ranges::find_if(
      kPresentationIds, [&](const char* each) { return id == QLatin1String(each); });
  return found == kPresentationIds.end()
             ? Presentation::List
             : static_cast<Presentation>(found - kPresentationIds.begin());
}

void PresentationBar::setPresentation(Presentation how) {
  const auto at = static_cast<std::size_t>(how);
  presentations_[at]->setChecked(true);
  Preferences().setPresentation(QLatin1String(kPresentationIds[at]));
}

void PresentationBar::showSimilar() {
  similar_->setChecked(true);
}

}  // namespace timbre::ui
