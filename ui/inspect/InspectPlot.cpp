#include "ui/inspect/InspectPlot.h"

#include <qcustomplot.h>

#include <QEvent>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/ReaderNames.h"
#include "ui/Theme.h"
#include "ui/widgets/NumberTicks.h"

namespace timbre::ui {
namespace {

constexpr int kInset = 3;  // for the focus ring
constexpr int kLegendColumns = 6;
constexpr int kLegendSpace = 8;  // px behind a name: on dense screens it is wider than measured
constexpr QSize kLegendLine(22, 14);  // px
constexpr int kTicks = 5;
const QString kMarks = QStringLiteral("marks");

QFont smaller(QFont font) {
  if (font.pointSizeF() > 0) {
    font.setPointSizeF(std::max(7.5, font.pointSizeF() * 0.9));
  } else {
    font.setPixelSize(std::max(10, font.pixelSize() * 9 / 10));
  }
  return font;
}

void paletteToAxis(QCPAxis& axis, const PlotColours& colours, const QFont& font) {
  QColor grid = colours.axis;
  grid.setAlpha(60);
  for (const auto set : {&QCPAxis::setBasePen, &QCPAxis::setTickPen, &QCPAxis::setSubTickPen})
    (axis.*set)(QPen(colours.axis, 1));
  axis.setTickLabelColor(colours.text);
  axis.setLabelColor(colours.fadedText);
  axis.setTickLabelFont(font);
  axis.setLabelFont(font);
  axis.grid()->setPen(QPen(grid, 1, Qt::DotLine));
  axis.grid()->setZeroLinePen(QPen(grid, 1));
}

}  // namespace

InspectPlot::InspectPlot(QWidget* parent)
    : QWidget(parent), plot_(new QCustomPlot(this)), message_(new QLabel(this)) {
  plot_->setAttribute(Qt::WA_TransparentForMouseEvents);
  plot_->setFocusPolicy(Qt::NoFocus);
  plot_->addLayer(kMarks, plot_->layer(QStringLiteral("axes")));
  plot_->layer(kMarks)->setMode(QCPLayer::lmBuffered);
  for (QCPAxis* axis : {plot_->xAxis, plot_->yAxis}) printNumbers(*axis);
  plot_->xAxis->setLabelPadding(1);
  plot_->yAxis->setLabelPadding(2);
  // Above the curves, not on them.
  plot_->plotLayout()->insertRow(0);
  plot_->plotLayout()->addElement(0, 0, plot_->legend);
  plot_->plotLayout()->setRowStretchFactor(0, 0.001);
  plot_->plotLayout()->setRowSpacing(0);
  plot_->legend->setFillOrder(QCPLegend::foColumnsFirst);
  plot_->legend->setWrap(kLegendColumns);
  plot_->legend->setIconSize(kLegendLine);
  plot_->legend->setMargins(QMargins(0, 0, 0, 0));
  showLegend(false);
  connect(plot_, &QCustomPlot::beforeReplot, this, &InspectPlot::fitAxis);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(kInset, kInset, kInset, kInset);
  column->addWidget(plot_);
  message_->setAlignment(Qt::AlignCenter);
  message_->setWordWrap(true);
  message_->setTextFormat(Qt::PlainText);
  message_->setAttribute(Qt::WA_TransparentForMouseEvents);
  message_->hide();
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  setReaderRole(*this, QAccessible::Canvas);
  InspectPlot::applyAppearance();
}

void InspectPlot::showMessage(const QString& text) {
  message_->setText(text);
  message_->setGeometry(rect().adjusted(16, 8, -16, -8));
  message_->show();
  message_->raise();
  plot_->hide();
  setAccessibleDescription(text);
}

void InspectPlot::showCurves() {
  message_->hide();
  plot_->show();
  replot();
}

bool InspectPlot::showsCurves() const {
  return !message_->isVisibleTo(this);
}

QString InspectPlot::message() const {
  return showsCurves() ? QString() : message_->text();
}

void InspectPlot::showLegend(bool shown) {
  plot_->legend->setVisible(shown);
  // What is hidden would keep its room.
  plot_->legend->setMinimumSize(shown ? QSize(0, 0) : QSize(1, 1));
  plot_->legend->setMaximumSize(QSize(QWIDGETSIZE_MAX, shown ? QWIDGETSIZE_MAX : 1));
}

void InspectPlot::setValueLabel(const QString& label) {
  valueLabel_ = label;
  fitAxis();
}

/// On a low plot: fewer numbers, and no title that would be cut.
void InspectPlot::fitAxis() {
  const QMargins around = plot_->axisRect()->margins();
  const int legend = plot_->legend->visible() ? plot_->legend->outerRect().height() : 0;
  const int high = plot_->height() - legend - around.top() - around.bottom();
  QCPAxis& axis = *plot_->yAxis;
  const int line = QFontMetrics(axis.tickLabelFont()).height();
  axis.ticker()->setTickCount(std::clamp(high / (2 * line), 2, kTicks));
  const bool fits = QFontMetrics(axis.labelFont()).horizontalAdvance(valueLabel_) <= high;
  axis.setLabel(fits ? valueLabel_ : QString());
  for (int i = 0; i < plot_->legend->itemCount(); ++i)  // the last line has places without one
    if (auto* name = plot_->legend->item(i)) name->setMargins({0, 0, kLegendSpace, 0});
}

void InspectPlot::replot() {
  plot_->replot(QCustomPlot::rpQueuedReplot);
}

std::optional<QPointF> InspectPlot::placeAt(QPointF pixel) const {
  const QPointF inside = pixel - plot_->pos();
  if (!showsCurves() || !QRectF(plot_->axisRect()->rect()).contains(inside)) return std::nullopt;
  return QPointF(plot_->xAxis->pixelToCoord(inside.x()), plot_->yAxis->pixelToCoord(inside.y()));
}

QCPItemStraightLine* InspectPlot::addMark() {
  auto* mark = new QCPItemStraightLine(plot_);
  mark->setLayer(kMarks);
  mark->setVisible(false);
  return mark;
}

void InspectPlot::putMark(QCPItemStraightLine& mark, std::optional<double> at) {
  mark.setVisible(at.has_value());
  if (at) {
    mark.point1->setCoords(*at, 0);
    mark.point2->setCoords(*at, 1);
  }
  if (isVisible()) plot_->layer(kMarks)->replot();
}

void InspectPlot::applyAppearance() {
  const PlotColours colours = plotColours(palette());
  const QFont small = smaller(font());
  plot_->setBackground(QBrush(colours.background));
  for (QCPAxisRect* rect : plot_->axisRects()) {
    rect->setBackground(QBrush(colours.area));
    for (QCPAxis* axis : rect->axes()) paletteToAxis(*axis, colours, small);
  }
  QColor behind = colours.background;
  behind.setAlpha(215);
  plot_->legend->setFont(small);
  plot_->legend->setTextColor(colours.text);
  plot_->legend->setBrush(behind);
  plot_->legend->setBorderPen(Qt::NoPen);
  replot();
}

bool InspectPlot::event(QEvent* event) {
  if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut) update();
  return QWidget::event(event);
}

void InspectPlot::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() != QEvent::PaletteChange && event->type() != QEvent::FontChange) return;
  applyAppearance();
  emit appearanceChanged();
}

void InspectPlot::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  message_->setGeometry(rect().adjusted(16, 8, -16, -8));
}

void InspectPlot::paintEvent(QPaintEvent*) {
  if (!hasFocus()) return;
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(plotColours(palette()).focus, 2));
  painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 4, 4);
}

}  // namespace timbre::ui
