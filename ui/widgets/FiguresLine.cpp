#include "ui/widgets/FiguresLine.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/PlainText.h"
#include "ui/widgets/ElidingLabel.h"

namespace timbre::ui {
namespace {

constexpr double kSmall = 0.85;  // of the font
constexpr int kSpacing = 4;

QFont smallFont(QFont font) {
  if (font.pointSizeF() > 0) font.setPointSizeF(std::max(7.0, font.pointSizeF() * kSmall));
  return font;
}

}  // namespace

FiguresLine::FiguresLine(QWidget* parent)
    : QWidget(parent), row_(new QHBoxLayout(this)), more_(new QLabel(QStringLiteral("…"), this)) {
  more_->setAccessibleName(tr("More figures"));
  more_->hide();
  setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);  // it never widens its panel
  row_->setContentsMargins(4, 0, 4, 0);
  row_->setSpacing(kSpacing);
  row_->setSizeConstraint(QLayout::SetNoConstraint);
  const int lines = QFontMetrics(smallFont(font())).height() + fontMetrics().height();
  setFixedHeight(lines + 4);
}

void FiguresLine::showFigures(const std::vector<Figure>& figures) {
  fill(figures);
}

void FiguresLine::showNone(const QString& why) {
  fill(why.isEmpty() ? std::vector<Figure>() : std::vector<Figure>{{why, {}, {}}});
}

QString FiguresLine::text() const {
  QStringList parts;
  for (const Figure& figure : figures_)
    parts << (figure.name + QLatin1Char(' ') + figure.value).trimmed();
  return parts.join(QStringLiteral(", "));
}

int FiguresLine::widthOf(const Figure& figure) const {
  const int name = QFontMetrics(smallFont(font())).horizontalAdvance(figure.name);
  return std::max(name, fontMetrics().horizontalAdvance(figure.value)) + 3;
}

/// A figure is shown whole or not at all: half a number misleads.
void FiguresLine::fit() {
  const QMargins margins = row_->contentsMargins();
  const int most = width() - margins.left() - margins.right();
  int whole = -kSpacing;
  for (const Figure& figure : figures_) whole += widthOf(figure) + kSpacing;
  const bool all = whole <= most || figures_.size() < 2;
  int left = all ? whole : most - more_->sizeHint().width() - kSpacing;
  QStringList hidden;
  for (std::size_t i = 0; i < figures_.size(); ++i) {
    left -= widthOf(figures_[i]) + kSpacing;
    const bool fits = all || (hidden.isEmpty() && left >= 0);
    row_->itemAt(static_cast<int>(i))->widget()->setVisible(fits);
    if (!fits) hidden << figures_[i].name + QLatin1Char(' ') + figures_[i].value;
  }
  more_->setVisible(!hidden.isEmpty());
  more_->setToolTip(plainTip(hidden.join(QLatin1Char('\n'))));
}

void FiguresLine::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  fit();
}

void FiguresLine::fill(const std::vector<Figure>& figures) {
  figures_ = figures;
  row_->removeWidget(more_);
  while (QLayoutItem* item = row_->takeAt(0)) {
    delete item->widget();
    delete item;
  }
  for (const Figure& figure : figures) {
    auto* cell = new QWidget(this);
    auto* column = new QVBoxLayout(cell);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    for (const QString& text : {figure.name, figure.value}) {
      auto* label = new ElidingLabel(cell);
      label->setText(text);
      label->setTip(figure.tip);
      if (text == figure.name) label->setFont(smallFont(font()));
      label->setFaded(text == figure.name);
      column->addWidget(label);
    }
    cell->setAccessibleName(figure.name + QLatin1Char(' ') + figure.value);
    cell->setAccessibleDescription(figure.tip);
    cell->setMinimumWidth(widthOf(figure));
    row_->addWidget(cell, widthOf(figure));
  }
  row_->addWidget(more_);
  fit();
  setAccessibleName(text());
}

}  // namespace timbre::ui
