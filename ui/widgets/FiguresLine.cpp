#include "ui/widgets/FiguresLine.h"

#include <QHBoxLayout>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/widgets/ElidingLabel.h"

namespace timbre::ui {
namespace {

constexpr double kSmall = 0.85;  // of the font

QFont smallFont(QFont font) {
  if (font.pointSizeF() > 0) font.setPointSizeF(std::max(7.0, font.pointSizeF() * kSmall));
  return font;
}

}  // namespace

FiguresLine::FiguresLine(QWidget* parent) : QWidget(parent), row_(new QHBoxLayout(this)) {
  row_->setContentsMargins(4, 0, 4, 0);
  row_->setSpacing(4);
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

void FiguresLine::fill(const std::vector<Figure>& figures) {
  figures_ = figures;
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
    // Each as wide as its value asks for: names may be cut, values should not.
    row_->addWidget(cell, fontMetrics().horizontalAdvance(figure.value) + 1);
  }
  setAccessibleName(text());
}

}  // namespace timbre::ui
