#include "ui/inspect/WaveformView.h"

#include <qcustomplot.h>

#include <QCheckBox>
#include <QHBoxLayout>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/inspect/TimePlot.h"
#include "ui/widgets/NumberTicks.h"
#include "ui/widgets/ReadoutText.h"

namespace timbre::ui {
namespace {

constexpr double kShortestWave = 0.001;  // 16 samples at 16 kHz
constexpr double kLanes = 2.1;           // from one wave's middle to the next, stacked
constexpr double kPixelsOfSamples = 4;   // from there on each sample is a dot

}  // namespace

WaveformView::WaveformView(AppContext& bench, QWidget* parent)
    : InspectView(bench, "waveformView", parent),
      plot_(new TimePlot(bench, kShortestWave, this)),
      stacked_(new QCheckBox(tr("Stacked"), this)),
      envelopes_(new QCheckBox(tr("Envelopes"), this)) {
  plot_->setObjectName(QStringLiteral("waveformPlot"));
  plot_->setAccessibleName(tr("Waveforms"));
  stacked_->setToolTip(tr("One above the other, on one scale"));
  envelopes_->setToolTip(tr("Level over 20 ms; for a sine, its amplitude"));
  stacked_->setChecked(true);
  envelopes_->setChecked(true);
  tools().insertWidget(0, stacked_);
  tools().insertWidget(1, envelopes_);
  column().addWidget(plot_, 1);
  for (QCheckBox* box : {stacked_, envelopes_})
    connect(box, &QCheckBox::toggled, this, &WaveformView::draw);
  connect(plot_, &TimePlot::appearanceChanged, this, &WaveformView::draw);
  connect(plot_->plot().xAxis, qOverload<const QCPRange&>(&QCPAxis::rangeChanged), this,
          &WaveformView::showSamples);
  plot_->showMessage(tr("Select a note to see its waveform"));
}

void WaveformView::refresh() {
  job_.cancel();
  if (sounds_.all().empty()) {
    shown_.clear();
    showFigures({});
    return plot_->showMessage(nothingText(tr("Select a note to see its waveform")));
  }
  if (shown_.empty()) plot_->showMessage(tr("Measuring …"));
  using Levels = std::vector<analysis::LevelCurve>;
  job_ = bench_.jobs.run(
      Lane::Compute, this,
      [sounds = sounds_.all()](Progress& progress) -> Result<Levels> {
        Levels levels;
        for (const auto& sound : sounds) {
          if (progress.cancelled()) return cancelled();
          levels.push_back(analysis::levelCurve(sound.clip));
        }
        return levels;
      },
      [this, sounds = sounds_.all()](const Result<Levels>& levels) {
        if (!levels) return plot_->showMessage(QString::fromStdString(levels.error().message));
        shown_ = sounds;
        take(*levels);
      });
}

void WaveformView::take(const std::vector<analysis::LevelCurve>& levels) {
  levels_ = levels;
  double length = 0;
  QStringList peaks;
  for (const InspectedSound& sound : shown_) {
    length = std::max(length, sound.clip.seconds());
    peaks << sound.name + QLatin1Char(' ') +
                 levelText(decibels(std::max(peakOf(sound.clip), 1e-6f)), -120);
  }
  plot_->setLength(length);
  showFigures(tr("Peak relative to full scale: %1").arg(peaks.join(QStringLiteral(" · "))),
              tr("The largest sample of each sound, in decibels relative to full scale"));
  plot_->setAccessibleDescription(tr("Waveforms of %1").arg(peaks.join(QStringLiteral(", "))));
  draw();
}

void WaveformView::draw() {
  if (shown_.empty()) return;
  QCustomPlot& plot = plot_->plot();
  plot.clearGraphs();
  const bool stacked = stacked_->isChecked();
  const std::size_t count = shown_.size();
  // The original last: above the others where they are overlaid.
  for (std::size_t i = count; i-- > 0;) {
    const double offset = stacked ? kLanes * static_cast<double>(count - 1 - i) : 0;
    addWave(i, offset);
    if (envelopes_->isChecked()) addEnvelope(i, offset);
  }
  plot.legend->clearItems();
  for (int i = plot.graphCount() - 1; i >= 0; --i)
    if (!plot.graph(i)->name().isEmpty()) plot.graph(i)->addToLegend();
  plot_->showLegend(!stacked && count > 1);
  plot.yAxis->setRange(-1.05, (stacked ? kLanes * static_cast<double>(count - 1) : 0) + 1.05);
  labelAxis();
  showSamples();
  plot_->showCurves();
}

void WaveformView::addWave(std::size_t place, double offset) {
  const InspectedSound& sound = shown_[place];
  const auto samples = sound.clip.samples();
  auto container = QSharedPointer<QCPGraphDataContainer>::create();
  QVector<QCPGraphData> points(static_cast<qsizetype>(samples.size()));
  for (qsizetype i = 0; i < points.size(); ++i)
    points[i] = {static_cast<double>(i) / sound.clip.rate().hz,
                 offset + samples[static_cast<std::size_t>(i)]};
  container->set(points, true);
  QCPGraph* wave = plot_->plot().addGraph();
  wave->setName(sound.name);
  wave->setData(container);
  QPen pen = penOfSound(place, palette());
  pen.setStyle(Qt::SolidLine);
  pen.setWidthF(1);
  QColor colour = pen.color();
  if (envelopes_->isChecked()) colour.setAlpha(150);
  pen.setColor(colour);
  wave->setPen(pen);
  wave->setAntialiased(false);
}

void WaveformView::addEnvelope(std::size_t place, double offset) {
  const analysis::LevelCurve& level = levels_[place];
  for (const float side : {1.0f, -1.0f}) {
    QCPGraph* line = plot_->plot().addGraph();
    line->removeFromLegend();
    line->setPen(penOfSound(place, palette()));
    QVector<double> x, y;
    for (std::size_t i = 0; i < level.amplitude.size(); ++i) {
      x << static_cast<double>(i) * level.stepSeconds;
      y << offset + side * level.amplitude[i];
    }
    line->setData(x, y, true);
  }
}

void WaveformView::labelAxis() {
  QCPAxis* axis = plot_->plot().yAxis;
  if (!stacked_->isChecked() || shown_.size() < 2) {
    printNumbers(*axis);
    return plot_->setValueLabel(tr("Amplitude"));
  }
  QSharedPointer<QCPAxisTickerText> names(new QCPAxisTickerText);
  for (std::size_t i = 0; i < shown_.size(); ++i)
    names->addTick(kLanes * static_cast<double>(shown_.size() - 1 - i),
                   fontMetrics().elidedText(shown_[i].name, Qt::ElideRight, 130));
  axis->setTicker(names);
  plot_->setValueLabel({});
}

/// Dots where there is room for them.
void WaveformView::showSamples() {
  if (shown_.empty()) return;
  QCustomPlot& plot = plot_->plot();
  const double samples = plot.xAxis->range().size() * shown_.front().clip.rate().hz;
  const bool dots = plot.axisRect()->width() > kPixelsOfSamples * samples;
  for (int i = 0; i < plot.graphCount(); ++i) {
    const bool wave = !plot.graph(i)->antialiased();
    plot.graph(i)->setScatterStyle(wave && dots ? QCPScatterStyle(QCPScatterStyle::ssDisc, 4)
                                                : QCPScatterStyle());
  }
}

}  // namespace timbre::ui
