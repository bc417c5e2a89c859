#include "ui/inspect/SpectrumPlot.h"

#include <qcustomplot.h>

#include <QApplication>
#include <QKeyEvent>
#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "ui/Theme.h"

namespace timbre::ui {
namespace {

constexpr double kLowest = 20, kHighest = 8000;
constexpr double kNarrowest = 1.1;  // of the frequencies at the ends
constexpr double kTop = 6, kBottom = -100;
constexpr double kTakeCents = 60;  // a tooth so near the pointer is taken, not the fundamental
constexpr double kLabelRoom = 26;  // pixels

const std::array kFrequencyMarks{1000., 100., 20., 5000., 500., 2000., 200., 50.};
constexpr double kMarkGap = 4;  // pixels beside a label

}  // namespace

SpectrumPlot::SpectrumPlot(QWidget* parent) : InspectPlot(parent), cursor_(addMark()) {
  setAccessibleName(tr("Spectrum"));
  plot().xAxis->setScaleType(QCPAxis::stLogarithmic);
  plot().yAxis->setRange(kBottom, kTop);
  setValueLabel(tr("Level, dB"));
  setRange(kLowest, kHighest);
  SpectrumPlot::applyAppearance();
  // How much room the labels have is known only when the plot has laid out its axes.
  connect(
      &plot(), &QCustomPlot::afterLayout, this,
      [this] {
        const int width = plot().axisRect()->width();
        if (std::exchange(axisWidth_, width) == width) return;
        placeMarks();
        placeComb();
      },
      Qt::QueuedConnection);  // it is being drawn
}

void SpectrumPlot::setCurves(const std::vector<SpectrumCurve>& curves) {
  plot().clearGraphs();
  for (const SpectrumCurve& curve : curves) {
    QCPGraph* line = plot().addGraph();
    line->setName(curve.name);
    line->setPen(curve.pen);
    QVector<double> x, y;
    for (std::size_t bin = 1; bin < curve.frame.levelDb.size(); ++bin) {
      x << static_cast<double>(bin) * curve.frame.binHertz;
      y << curve.frame.levelDb[bin];
    }
    line->setData(x, y, true);
  }
  showLegend(curves.size() > 1);
  showCurves();
  placeComb();
}

void SpectrumPlot::setComb(const std::optional<analysis::HarmonicComb>& comb) {
  comb_ = comb;
  placeComb();
}

/// As many as have room, the rounder ones first.
void SpectrumPlot::placeMarks() {
  QSharedPointer<QCPAxisTickerText> marks(new QCPAxisTickerText);
  const QFontMetricsF font(plot().xAxis->tickLabelFont(), this);
  std::vector<Interval> taken;
  for (const double hertz : kFrequencyMarks) {
    const QString label = hertz < 1000 ? tr("%1 Hz").arg(hertz) : tr("%1 kHz").arg(hertz / 1000);
    const double middle = plot().xAxis->coordToPixel(hertz);
    const double half = font.horizontalAdvance(label) / 2 + kMarkGap;
    const bool free = std::ranges::none_of(taken, [&](const Interval& other) {
      return middle - half < other.to && middle + half > other.from;
    });
    marks->addTick(hertz, free ? label : QString());
    if (free) taken.push_back({middle - half, middle + half});
  }
  plot().xAxis->setTicker(marks);
}

void SpectrumPlot::setCursor(std::optional<double> hertz) {
  putMark(*cursor_, hertz && *hertz > 0 ? hertz : std::nullopt);
}

void SpectrumPlot::placeComb() {
  for (auto* tooth : teeth_) plot().removeItem(tooth);
  for (auto* label : labels_) plot().removeItem(label);
  teeth_.clear();
  labels_.clear();
  if (comb_) {
    double lastLabel = -kLabelRoom;
    for (int n = 1; comb_->hertzOf(n) < kHighest && n <= 60; ++n) {
      const auto found = std::ranges::find(comb_->partials, n, &analysis::CombPartial::number);
      const bool there = found != comb_->partials.end();
      const double hertz = there ? found->hertz : comb_->hertzOf(n);
      const double pixel = plot().xAxis->coordToPixel(hertz);
      QString label;
      const bool inside = pixel + kLabelRoom / 2 <= plot().axisRect()->right();
      if (inside && pixel - lastLabel >= kLabelRoom) {
        label = QString::number(n);
        lastLabel = pixel;
      }
      addTooth(hertz, label, there);
    }
  }
  replot();
}

void SpectrumPlot::addTooth(double hertz, const QString& label, bool found) {
  const PlotColours colours = plotColours(palette());
  auto* tooth = new QCPItemStraightLine(&plot());
  tooth->setLayer(QStringLiteral("grid"));
  tooth->point1->setCoords(hertz, 0);
  tooth->point2->setCoords(hertz, 1);
  QColor tone = colours.focus;
  tone.setAlpha(found ? 200 : 90);
  tooth->setPen(QPen(tone, 1, found ? Qt::SolidLine : Qt::DotLine));
  teeth_.push_back(tooth);
  if (label.isEmpty()) return;
  auto* text = new QCPItemText(&plot());
  text->position->setTypeX(QCPItemPosition::ptPlotCoords);
  text->position->setTypeY(QCPItemPosition::ptAxisRectRatio);
  text->position->setCoords(hertz, 0.0);
  text->setPositionAlignment(Qt::AlignTop | Qt::AlignHCenter);
  text->setText(label);
  text->setFont(plot().xAxis->tickLabelFont());
  text->setColor(colours.text);
  QColor behind = colours.area;
  behind.setAlpha(200);
  text->setBrush(behind);
  text->setPadding(QMargins(2, 0, 2, 0));
  labels_.push_back(text);
}

QPointF SpectrumPlot::pixelOf(double hertz) {
  return QPointF(plot().xAxis->coordToPixel(hertz), plot().axisRect()->center().y()) + plot().pos();
}

std::optional<double> SpectrumPlot::hertzAt(QPointF pixel) const {
  const auto place = placeAt(pixel);
  return place ? std::optional(place->x()) : std::nullopt;
}

void SpectrumPlot::setRange(double from, double to) {
  const double size = std::clamp(to / from, kNarrowest, kHighest / kLowest);
  const double low = std::clamp(from, kLowest, kHighest / size);
  plot().xAxis->setRange(low, low * size);
  placeMarks();
  placeComb();
}

void SpectrumPlot::applyAppearance() {
  InspectPlot::applyAppearance();
  placeMarks();
  cursor_->setPen(QPen(plotColours(palette()).fadedText, 1, Qt::DashLine));
  placeComb();
}

void SpectrumPlot::mousePressEvent(QMouseEvent* event) {
  const auto hertz = hertzAt(event->position());
  if (event->button() != Qt::LeftButton || !hertz) return event->ignore();
  if (event->modifiers() & Qt::ControlModifier) return emit hearAsked(*hertz);
  pressed_ = true;
  dragged_ = false;
  press_ = event->position();
  tooth_ = 1;
  if (!comb_) return;
  const int nearest = std::max(1, static_cast<int>(std::lround(*hertz / comb_->fundamental)));
  const double off = 1200 * std::abs(std::log2(*hertz / comb_->hertzOf(nearest)));
  if (off < kTakeCents) tooth_ = nearest;
}

void SpectrumPlot::mouseMoveEvent(QMouseEvent* event) {
  const auto hertz = hertzAt(event->position());
  emit pointed(hertz);
  if (!pressed_ || !hertz) return;
  const auto way = (event->position() - press_).manhattanLength();
  dragged_ = dragged_ || way >= QApplication::startDragDistance();
  if (dragged_) emit combMoved(fundamentalFor(*hertz), false);
}

void SpectrumPlot::mouseReleaseEvent(QMouseEvent* event) {
  const auto hertz = hertzAt(event->position());
  if (!std::exchange(pressed_, false) || !hertz) return;
  emit combMoved(fundamentalFor(*hertz), true);
}

void SpectrumPlot::mouseDoubleClickEvent(QMouseEvent*) {
  setRange(kLowest, kHighest);
}

void SpectrumPlot::wheelEvent(QWheelEvent* event) {
  const auto hertz = hertzAt(event->position());
  if (!hertz) return event->ignore();
  const QCPRange now = plot().xAxis->range();
  const double notches = (event->angleDelta().y() + event->angleDelta().x()) / 120.0;
  if (event->modifiers() & Qt::ShiftModifier) {
    const double step = std::pow(now.upper / now.lower, -0.1 * notches);
    setRange(now.lower * step, now.upper * step);
  } else {
    const double factor = std::pow(0.8, notches);
    setRange(*hertz * std::pow(now.lower / *hertz, factor),
             *hertz * std::pow(now.upper / *hertz, factor));
  }
  event->accept();
}

void SpectrumPlot::keyPressEvent(QKeyEvent* event) {
  const double cents = event->modifiers() & Qt::ShiftModifier ? 10 : 1;
  const auto move = [&](double by) {
    if (comb_) emit combMoved(comb_->fundamental * std::exp2(by / 1200), false);
  };
  switch (event->key()) {
    case Qt::Key_Left:
      return move(-cents);
    case Qt::Key_Right:
      return move(cents);
    case Qt::Key_Return:
    case Qt::Key_Enter:
      if (comb_) emit hearAsked(comb_->fundamental);
      return;
    case Qt::Key_F:
      if (event->modifiers() == Qt::NoModifier) return setRange(kLowest, kHighest);
      break;
    default:
      break;
  }
  QWidget::keyPressEvent(event);
}

void SpectrumPlot::leaveEvent(QEvent*) {
  emit pointed(std::nullopt);
}

}  // namespace timbre::ui
