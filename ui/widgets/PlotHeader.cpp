#include "ui/widgets/PlotHeader.h"

#include <QHBoxLayout>
#include <QMouseEvent>
#include <QVBoxLayout>

#include "ui/widgets/ElidingLabel.h"
#include "ui/widgets/ThinProgressBar.h"

namespace timbre::ui {

PlotHeader::PlotHeader(QWidget* parent)
    : QWidget(parent),
      title_(new ElidingLabel(this)),
      subtitle_(new ElidingLabel(this)),
      status_(new ElidingLabel(this)),
      progress_(new ThinProgressBar(this)) {
  auto* line = new QHBoxLayout;
  line->setSpacing(8);
  line->addWidget(title_);
  line->addWidget(subtitle_, 1);
  line->addWidget(status_);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(4, 1, 4, 0);
  column->setSpacing(2);
  column->addLayout(line);
  column->addWidget(progress_);
  subtitle_->setFaded(true);
  status_->setFaded(true);
  status_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
}

void PlotHeader::setTitle(const QString& title, const QString& subtitle) {
  title_->setText(title);
  subtitle_->setText(subtitle);
}

void PlotHeader::setTitleFont(const QFont& font) {
  title_->setFont(font);
}

void PlotHeader::setClickable(const QString& tip) {
  title_->installEventFilter(this);
  title_->setCursor(Qt::PointingHandCursor);
  title_->setTip(tip);
}

void PlotHeader::setStatus(const QString& text, const QString& tip) {
  status_->setText(text);
  status_->setTip(tip);
}

void PlotHeader::setDetails(const QString& details) {
  subtitle_->setTip(details);
}

void PlotHeader::setLit(bool lit) {
  setAutoFillBackground(lit);
  if (!lit || !parentWidget()) return setPalette(QPalette());
  QPalette accent = parentWidget()->palette();
  accent.setColor(QPalette::Window, accent.color(QPalette::Highlight));
  accent.setColor(QPalette::WindowText, accent.color(QPalette::HighlightedText));
  setPalette(accent);
}

void PlotHeader::setFraction(double fraction) {
  progress_->setFraction(fraction);
}

void PlotHeader::clearProgress() {
  progress_->clear();
}

bool PlotHeader::eventFilter(QObject* watched, QEvent* event) {
  if (watched != title_ || event->type() != QEvent::MouseButtonPress ||
      static_cast<QMouseEvent*>(event)->button() != Qt::LeftButton)
    return QWidget::eventFilter(watched, event);
  emit titleClicked();
  return true;
}

}  // namespace timbre::ui
