#include "ui/widgets/CurvePlot.h"

#include <qcustomplot.h>

#include <QEvent>
#include <QVBoxLayout>
#include <array>
#include <cmath>

#include "ui/ReaderNames.h"
#include "ui/Theme.h"
#include "ui/widgets/NumberTicks.h"

namespace timbre::ui {
namespace {

constexpr int kCurves = 3;
constexpr double kRoom = 0.05;  // above and below the curves

/// Told apart by their hues and by their dashes too; on dark and on light ground.
std::array<QPen, kCurves> pensFor(bool dark) {
  return {QPen(dark ? QColor(0x6c, 0xb6, 0xff) : QColor(0x0b, 0x5f, 0xb0), 1.5),
          QPen(dark ? QColor(0xff, 0xb3, 0x4d) : QColor(0xb3, 0x55, 0x00), 2),
          QPen(dark ? QColor(0x7f, 0xd6, 0x8a) : QColor(0x1f, 0x7a, 0x33), 2, Qt::DashLine)};
}

}  // namespace

CurvePlot::CurvePlot(QWidget* parent)
    : QWidget(parent), plot_(new QCustomPlot(this)), empty_(new QCPItemText(plot_)) {
  setObjectName(QStringLiteral("trainingCurves"));
  setReaderRole(*this, QAccessible::Graphic);
  setAccessibleName(tr("Loss curves"));
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->addWidget(plot_);
  plot_->setAttribute(Qt::WA_TransparentForMouseEvents);
  plot_->setFocusPolicy(Qt::NoFocus);
  for (const QString& name : {tr("Training"), tr("Held-out pitches"), tr("Unseen instruments")})
    plot_->addGraph()->setName(name);
  plot_->graph(1)->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, 5));
  plot_->graph(2)->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssSquare, 5));
  plot_->legend->setVisible(false);
  empty_->position->setType(QCPItemPosition::ptAxisRectRatio);
  empty_->position->setCoords(0.5, 0.5);
  empty_->setText(tr("The curves appear when training starts"));
  printNumbers(*plot_->yAxis);
  setUnits({}, tr("Audio samples"));
  applyAppearance();
}

void CurvePlot::setUnits(const QString& unit, const QString& seen) {
  plot_->yAxis->setLabel(unit.isEmpty() ? tr("Loss") : tr("Loss, %1").arg(unit));
  plot_->xAxis->setLabel(tr("%1 used in training").arg(seen));
  plot_->replot(QCustomPlot::rpQueuedReplot);
}

void CurvePlot::setMetrics(const Metrics& metrics) {
  std::array<QVector<double>, kCurves> x, y;
  const double each = metrics.perStep() > 0 ? metrics.perStep() : 1;
  const auto put = [&](std::size_t curve, double step, std::optional<double> loss) {
    if (!loss) return;
    x[curve].append(step * each);
    y[curve].append(*loss);
  };
  for (const MetricPoint& point : metrics.points()) {
    put(0, point.step, point.loss);
    put(1, point.step, point.heldOut);
    put(2, point.step, point.unseen);
  }
  for (std::size_t i = 0; i < kCurves; ++i) {
    QCPGraph* graph = plot_->graph(static_cast<int>(i));
    graph->setData(x[i], y[i], true);
    graph->setVisible(!x[i].isEmpty());
    x[i].isEmpty() ? graph->removeFromLegend() : graph->addToLegend();
  }
  plot_->legend->setVisible(!x[0].isEmpty());
  empty_->setVisible(x[0].isEmpty());
  fit();
}

void CurvePlot::setLogarithmic(bool logarithmic) {
  logarithmic_ = logarithmic;
  fit();
}

void CurvePlot::fit() {
  QCPAxis* x = plot_->xAxis;
  x->setScaleType(logarithmic_ ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
  printNumbers(*x);
  x->setNumberPrecision(logarithmic_ ? 0 : 4);
  if (logarithmic_) {
    x->setNumberFormat(QStringLiteral("e"));
    x->setTicker(QSharedPointer<QCPAxisTicker>(new NumberTicks<QCPAxisTickerLog>));
  }
  bool found = false;
  const QCPRange range =
      plot_->graph(0)->getKeyRange(found, logarithmic_ ? QCP::sdPositive : QCP::sdBoth);
  if (found) x->setRange(logarithmic_ ? range.lower / 1.1 : 0, range.upper * 1.02 + 1e-9);
  plot_->yAxis->rescale(true);
  const QCPRange loss = plot_->yAxis->range();
  const double room = std::max(loss.size() * kRoom, 1e-6);
  if (found) plot_->yAxis->setRange(loss.lower - room, loss.upper + room);
  plot_->replot(QCustomPlot::rpQueuedReplot);
}

int CurvePlot::points(int curve) const {
  return plot_->graph(curve)->dataCount();
}

void CurvePlot::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
    applyAppearance();
  QWidget::changeEvent(event);
}

void CurvePlot::applyAppearance() {
  const PlotColours colours = plotColours(palette());
  plot_->setBackground(QBrush(colours.background));
  plot_->axisRect()->setBackground(QBrush(colours.area));
  QColor grid = colours.axis;
  grid.setAlpha(70);
  for (QCPAxis* axis : {plot_->xAxis, plot_->yAxis}) {
    for (const auto set : {&QCPAxis::setBasePen, &QCPAxis::setTickPen, &QCPAxis::setSubTickPen})
      (axis->*set)(QPen(colours.axis, 1));
    axis->setTickLabelColor(colours.text);
    axis->setLabelColor(colours.text);
    axis->setTickLabelFont(font());
    axis->setLabelFont(font());
    axis->grid()->setPen(QPen(grid, 1, Qt::DotLine));
    axis->grid()->setZeroLinePen(Qt::NoPen);
  }
  const auto pens = pensFor(isDark(palette()));
  for (int i = 0; i < kCurves; ++i) plot_->graph(i)->setPen(pens[static_cast<std::size_t>(i)]);
  empty_->setFont(font());
  empty_->setColor(colours.text);
  plot_->legend->setFont(font());
  plot_->legend->setTextColor(colours.text);
  plot_->legend->setBrush(QBrush(colours.background));
  plot_->legend->setBorderPen(QPen(grid, 1));
  plot_->replot(QCustomPlot::rpQueuedReplot);
}

}  // namespace timbre::ui
