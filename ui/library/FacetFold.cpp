#include "ui/library/FacetFold.h"

#include <QEvent>
#include <QSignalBlocker>
#include <QSplitter>
#include <QToolButton>
#include <algorithm>

#include "ui/Preferences.h"

namespace timbre::ui {
namespace {

constexpr int kLeastNotes = 30;  // letters that a list of notes is wide at least

}  // namespace

FacetFold::FacetFold(QSplitter& both, QWidget& facets, QWidget& notes, QToolButton& button)
    : QObject(&both), both_(both), facets_(facets), notes_(notes), button_(button) {
  button_.setCheckable(true);
  button_.setChecked(Preferences().facetsShown());
  connect(&button_, &QToolButton::toggled, this, [this](bool shown) {
    if (!narrow_) Preferences().setFacetsShown(shown);
    apply();
  });
  both_.installEventFilter(this);
  apply();
}

bool FacetFold::eventFilter(QObject* watched, QEvent* event) {
  // Resized, or one of the two needs another room than before.
  if (event->type() == QEvent::Resize || event->type() == QEvent::LayoutRequest) fit();
  return QObject::eventFilter(watched, event);
}

void FacetFold::fit() {
  const int list = both_.fontMetrics().averageCharWidth() * kLeastNotes;
  const int least = facets_.minimumWidth() + both_.handleWidth() +
                    std::max(list, notes_.minimumSizeHint().width());
  const bool narrow = both_.width() < least;
  if (narrow == narrow_) return;
  narrow_ = narrow;
  {
    const QSignalBlocker quiet(button_);
    button_.setChecked(!narrow && Preferences().facetsShown());
  }
  apply();
}

void FacetFold::apply() {
  facets_.setVisible(button_.isChecked());
  notes_.setVisible(!narrow_ || !button_.isChecked());
}

}  // namespace timbre::ui
