#include "ui/inspect/InspectView.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

#include "ui/widgets/ElidingLabel.h"

namespace timbre::ui {
namespace {

constexpr int kRestMs = 60;  // several sounds come and go at once

}  // namespace

InspectView::InspectView(AppContext& bench, const char* name, QWidget* parent)
    : QWidget(parent),
      bench_(bench),
      sounds_(bench),
      column_(new QVBoxLayout(this)),
      tools_(new QHBoxLayout),
      figures_(new ElidingLabel(this)) {
  setObjectName(QLatin1String(name));
  column_->setContentsMargins(6, 4, 6, 4);
  column_->setSpacing(4);
  column_->addLayout(tools_);
  tools_->setSpacing(8);
  figures_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  tools_->addWidget(figures_, 1);
  rest_.setSingleShot(true);
  rest_.setInterval(kRestMs);
  connect(&rest_, &QTimer::timeout, this, [this] {
    stale_ = false;
    refresh();
  });
  connect(&sounds_, &InspectedSounds::changed, this, &InspectView::askRefresh);
}

void InspectView::askRefresh() {
  stale_ = true;
  if (isVisible() && !rest_.isActive()) rest_.start();
}

void InspectView::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  if (stale_) rest_.start();
}

QString InspectView::nothingText(const QString& select) const {
  return bench_.session.note(bench_.session.selectedNote())
             ? tr("There is no sound of this note to show")
             : select;
}

void InspectView::showFigures(const QString& text, const QString& tip) {
  figures_->setText(text);
  figures_->setTip(tip);
  figures_->setAccessibleName(text);
}

}  // namespace timbre::ui
