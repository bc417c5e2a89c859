#include "ui/widgets/PlotHeader.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QMouseEvent>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "ui/PlainText.h"
#include "ui/widgets/ElidingLabel.h"
#include "ui/widgets/ThinProgressBar.h"

namespace timbre::ui {
namespace {

constexpr int kSides = 4, kBetween = 8;  // px
constexpr int kWorthIt = 16;             // letters of a subtitle: fewer say nothing

}  // namespace

PlotHeader::PlotHeader(QWidget* parent)
    : QWidget(parent),
      title_(new ElidingLabel(this)),
      subtitle_(new ElidingLabel(this)),
      status_(new ElidingLabel(this)),
      progress_(new ThinProgressBar(this)) {
  auto* line = new QHBoxLayout;
  line->setSpacing(kBetween);
  line->addWidget(title_);
  line->addWidget(subtitle_, 1);
  line->addWidget(status_);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(kSides, 1, kSides, 0);
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
  fit();
}

void PlotHeader::fit() {
  const QString text = subtitle_->text();
  // The title is whole as long as it can be: the state gives way, and before that the subtitle.
  const int beside = width() - 2 * kSides - title_->sizeHint().width() - kBetween;
  status_->setMaximumWidth(std::max(beside, 0));
  const int room = beside - status_->sizeHint().width() - kBetween;
  subtitle_->setMaximumWidth(std::max(room, 0));
  const int least = kWorthIt * fontMetrics().averageCharWidth();
  subtitle_->setVisible(room >= std::min(least, subtitle_->sizeHint().width()));
  QStringList lines{text, details_};
  if (clickable_) lines << tr("Drag this line to another program to take the sound there");
  lines.removeAll(QString());
  setToolTip(plainTip(lines.join(QLatin1Char('\n'))));
}

void PlotHeader::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  fit();
}

void PlotHeader::setTitleFont(const QFont& font) {
  title_->setFont(font);
}

void PlotHeader::setClickable(const QString& tip) {
  clickable_ = true;
  title_->setCursor(Qt::PointingHandCursor);
  title_->setTip(tip);
}

void PlotHeader::setStatus(const QString& text, const QString& tip) {
  status_->setText(text);
  status_->setTip(tip);
  fit();
}

void PlotHeader::setDetails(const QString& details) {
  details_ = details;
  subtitle_->setTip(details);
  fit();
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

void PlotHeader::mousePressEvent(QMouseEvent* event) {
  if (!clickable_ || event->button() != Qt::LeftButton) return event->ignore();
  pressed_ = event->pos();
}

void PlotHeader::mouseMoveEvent(QMouseEvent* event) {
  const bool far =
      pressed_ && (event->pos() - *pressed_).manhattanLength() >= QApplication::startDragDistance();
  if (!far || event->buttons() != Qt::LeftButton) return;
  pressed_.reset();
  emit dragged();
}

void PlotHeader::mouseReleaseEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return event->ignore();
  const auto pressed = std::exchange(pressed_, std::nullopt);
  if (pressed && title_->geometry().contains(*pressed)) emit titleClicked();
}

}  // namespace timbre::ui
