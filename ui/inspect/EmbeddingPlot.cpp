#include "ui/inspect/EmbeddingPlot.h"

#include <qcustomplot.h>

#include <algorithm>
#include <cmath>

#include "ui/CountText.h"
#include "ui/Theme.h"
#include "ui/widgets/NumberTicks.h"

namespace timbre::ui {
namespace {

constexpr double kSmallest = 0.1;

/// Blue below zero, orange above it, the ground's own colour at zero.
QCPColorGradient diverging(const QPalette& palette) {
  QCPColorGradient gradient;
  gradient.clearColorStops();
  const bool dark = isDark(palette);
  gradient.setColorStopAt(0, QColor(dark ? 0x6cb6ff : 0x0b4f9a));
  gradient.setColorStopAt(0.5, plotColours(palette).area);
  gradient.setColorStopAt(1, QColor(dark ? 0xffa040 : 0xb34700));
  return gradient;
}

}  // namespace

EmbeddingPlot::EmbeddingPlot(AppContext& bench, QWidget* parent)
    : QStackedWidget(parent),
      times_(new TimePlot(bench, kSmallest, this)),
      numbers_(new InspectPlot(this)),
      map_(new QCPColorMap(times_->plot().xAxis, times_->plot().yAxis)),
      bars_(new QCPBars(numbers_->plot().xAxis, numbers_->plot().yAxis)) {
  times_->setObjectName(QStringLiteral("embeddingPlot"));
  times_->setAccessibleName(tr("Embedding"));
  numbers_->setObjectName(QStringLiteral("embeddingNumbers"));
  numbers_->setAccessibleName(tr("Embedding"));
  numbers_->plot().xAxis->setLabel(tr("Number"));
  map_->setInterpolate(false);
  map_->setTightBoundary(false);
  addWidget(times_);
  addWidget(numbers_);
  for (InspectPlot* plot : {static_cast<InspectPlot*>(times_), numbers_})
    connect(plot, &InspectPlot::appearanceChanged, this, &EmbeddingPlot::draw);
  connect(times_, &TimePlot::pointed, this, [this](std::optional<QPointF> place) {
    emit pointed(place ? valueAt(*place) : std::nullopt);
  });
}

void EmbeddingPlot::showMessage(const QString& text) {
  embedding_ = {};
  setCurrentWidget(times_);
  times_->showMessage(text);
}

void EmbeddingPlot::setEmbedding(const latent::Embedding& embedding, double frameSeconds) {
  embedding_ = embedding;
  frameSeconds_ = frameSeconds;
  draw();
}

void EmbeddingPlot::setImage(bool image) {
  image_ = image;
  draw();
}

void EmbeddingPlot::setChannel(std::optional<int> channel) {
  channel_ = channel;
  draw();
}

void EmbeddingPlot::draw() {
  if (embedding_.values.empty()) return;
  if (embedding_.frames == 1) {
    setCurrentWidget(numbers_);
    return drawBars();
  }
  setCurrentWidget(times_);
  times_->plot().clearGraphs();
  map_->setVisible(image_);
  if (image_) {
    drawImage();
  } else {
    drawCurves();
  }
  times_->setLength(embedding_.frames * frameSeconds_);
  times_->showCurves();
}

QPen EmbeddingPlot::penOf(int channel) const {
  const bool dark = isDark(palette());
  const auto channels = static_cast<float>(std::max(embedding_.channels, 1));
  QColor colour =
      QColor::fromHslF(static_cast<float>(channel) / channels, 0.75f, dark ? 0.68f : 0.36f);
  const bool chosen = channel_ == channel;
  if (channel_ && !chosen) colour.setAlpha(70);
  return QPen(colour, chosen ? 2.5 : 1.2);
}

void EmbeddingPlot::drawCurves() {
  QCustomPlot& plot = times_->plot();
  for (int channel = 0; channel < embedding_.channels; ++channel) {
    QVector<double> x, y;
    for (int frame = 0; frame < embedding_.frames; ++frame) {
      x << (frame + 0.5) * frameSeconds_;
      y << embedding_.frame(frame)[static_cast<std::size_t>(channel)];
    }
    QCPGraph* line = plot.addGraph();
    line->setPen(penOf(channel));
    line->setData(x, y, true);
  }
  times_->showLegend(false);
  printNumbers(*plot.yAxis);
  const auto [least, most] = std::ranges::minmax(embedding_.values);
  const double room = std::max(0.05 * (most - least), 1e-3);
  plot.yAxis->setRange(least - room, most + room);
  times_->setValueLabel(tr("Value"));
}

void EmbeddingPlot::drawImage() {
  QCPColorMapData* cells = map_->data();
  cells->setSize(embedding_.frames, embedding_.channels);
  cells->setRange(QCPRange(0.5 * frameSeconds_, (embedding_.frames - 0.5) * frameSeconds_),
                  QCPRange(1, embedding_.channels));
  double most = 1e-6;
  for (int frame = 0; frame < embedding_.frames; ++frame)
    for (int channel = 0; channel < embedding_.channels; ++channel) {
      const double value = embedding_.frame(frame)[static_cast<std::size_t>(channel)];
      cells->setCell(frame, channel, value);
      most = std::max(most, std::abs(value));
    }
  map_->setGradient(diverging(palette()));
  map_->setDataRange(QCPRange(-most, most));
  QCPAxis* axis = times_->plot().yAxis;
  QSharedPointer<QCPAxisTickerFixed> each(new QCPAxisTickerFixed);
  each->setTickStep(embedding_.channels > 24 ? 16 : 3);
  each->setTickOrigin(1);
  axis->setTicker(each);
  axis->setRange(0.5, embedding_.channels + 0.5);
  times_->setValueLabel(tr("Channel"));
}

void EmbeddingPlot::drawBars() {
  QVector<double> x, y;
  for (std::size_t i = 0; i < embedding_.values.size(); ++i) {
    x << static_cast<double>(i + 1);
    y << embedding_.values[i];
  }
  bars_->setData(x, y, true);
  bars_->setPen(Qt::NoPen);
  bars_->setBrush(palette().color(QPalette::Highlight));
  bars_->setWidth(0.9);
  QCustomPlot& plot = numbers_->plot();
  numbers_->showLegend(false);
  plot.xAxis->setRange(0, static_cast<double>(embedding_.values.size()) + 1);
  plot.yAxis->rescale();
  numbers_->setValueLabel(tr("Value"));
  numbers_->setAccessibleDescription(countText(static_cast<qint64>(embedding_.values.size()),
                                               tr("1 number for the whole note"),
                                               tr("%1 numbers for the whole note")));
  numbers_->showCurves();
}

std::optional<EmbeddingValue> EmbeddingPlot::valueAt(QPointF place) const {
  if (embedding_.values.empty()) return std::nullopt;
  const int frame =
      std::clamp(static_cast<int>(place.x() / frameSeconds_), 0, embedding_.frames - 1);
  const auto values = embedding_.frame(frame);
  int channel =
      std::clamp(static_cast<int>(std::lround(place.y())) - 1, 0, embedding_.channels - 1);
  if (!image_) {
    const auto nearest = std::ranges::min_element(
        values, {}, [&](float value) { return std::abs(value - place.y()); });
    channel = static_cast<int>(nearest - values.begin());
  }
  return EmbeddingValue{place.x(), channel, values[static_cast<std::size_t>(channel)]};
}

}  // namespace timbre::ui
