#include "ui/widgets/ElidingLabel.h"

#include <QPainter>
#include <algorithm>

#include "ui/PlainText.h"
#include "ui/ReaderNames.h"
#include "ui/Theme.h"

namespace timbre::ui {

ElidingLabel::ElidingLabel(QWidget* parent) : QWidget(parent) {
  setReaderRole(*this, QAccessible::StaticText);
  setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void ElidingLabel::setText(const QString& text) {
  if (text == text_) return;
  text_ = text;
  setAccessibleName(text);
  showWhole();
  updateGeometry();
  update();
}

void ElidingLabel::setAlignment(Qt::Alignment alignment) {
  alignment_ = alignment;
  update();
}

void ElidingLabel::setElideMode(Qt::TextElideMode mode) {
  mode_ = mode;
  update();
}

void ElidingLabel::setTip(const QString& tip) {
  tip_ = tip;
  showWhole();
}

void ElidingLabel::setFaded(bool faded) {
  faded_ = faded;
  update();
}

QSize ElidingLabel::sizeHint() const {
  return {fontMetrics().horizontalAdvance(text_) + 2, fontMetrics().height()};
}

QSize ElidingLabel::minimumSizeHint() const {
  const int few = fontMetrics().horizontalAdvance(QStringLiteral("Mmm…"));
  return {std::min(few, sizeHint().width()), fontMetrics().height()};
}

void ElidingLabel::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  const bool off = !isEnabled();
  painter.setPen(off || !faded_ ? palette().color(QPalette::WindowText)
                                : plotColours(palette()).fadedText);
  painter.drawText(rect(), static_cast<int>(alignment_) | Qt::TextSingleLine, shown());
}

void ElidingLabel::resizeEvent(QResizeEvent*) {
  showWhole();
}

QString ElidingLabel::shown() const {
  return fontMetrics().elidedText(text_, mode_, width());
}

void ElidingLabel::showWhole() {
  QStringList lines;
  if (shown() != text_) lines << text_;
  if (!tip_.isEmpty()) lines << tip_;
  setToolTip(plainTip(lines.join(QLatin1Char('\n'))));
}

}  // namespace timbre::ui
