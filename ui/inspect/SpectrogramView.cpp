#include "ui/inspect/SpectrogramView.h"

#include <qcustomplot.h>

#include <QComboBox>
#include <QHBoxLayout>
#include <QVBoxLayout>
#include <algorithm>
#include <array>
#include <cmath>

#include "base/Units.h"
#include "ui/inspect/TimePlot.h"
#include "ui/widgets/NumberTicks.h"
#include "ui/widgets/ReadoutText.h"

namespace timbre::ui {
namespace {

constexpr double kShortestStretch = 0.05;
constexpr double kRange = 70;  // dB below the loudest cell, as in the pictures above
constexpr std::array kWindows{256, 512, 1024, 2048, 4096};
constexpr int kUsualWindow = 2;

}  // namespace

SpectrogramView::SpectrogramView(AppContext& bench, QWidget* parent)
    : InspectView(bench, "spectrogramView", parent),
      plot_(new TimePlot(bench, kShortestStretch, this)),
      sound_(new QComboBox(this)),
      axis_(new QComboBox(this)),
      window_(new QComboBox(this)) {
  plot_->setObjectName(QStringLiteral("spectrogramPlot"));
  plot_->setAccessibleName(tr("Spectrogram"));
  sound_->setObjectName(QStringLiteral("spectrogramSound"));
  sound_->setAccessibleName(tr("Sound"));
  axis_->setAccessibleName(tr("Frequency axis"));
  axis_->addItems({tr("Logarithmic"), tr("Linear")});
  window_->setAccessibleName(tr("Window"));
  window_->setToolTip(tr("Longer windows resolve frequencies better, shorter ones times"));
  for (const int samples : kWindows)
    window_->addItem(tr("%1 ms").arg(1000.0 * samples / kModelRate.hz, 0, 'f', 0));
  window_->setCurrentIndex(kUsualWindow);
  int place = 0;
  for (QComboBox* box : {sound_, axis_, window_}) {
    tools().insertWidget(place++, box);
    connect(box, &QComboBox::activated, this, &SpectrogramView::askRefresh);
  }
  column().addWidget(plot_, 1);
  map_ = new QCPColorMap(plot_->plot().xAxis, plot_->plot().yAxis);
  map_->setInterpolate(true);
  fillSounds();
  connect(plot_, &TimePlot::pointed, this, &SpectrogramView::showAt);
  connect(plot_, &TimePlot::appearanceChanged, this, &SpectrogramView::colour);
  connect(&bench.appearance, &Appearance::mapChanged, this, &SpectrogramView::colour);
  connect(&bench.tuning, &Tuning::changed, this, [this] {
    if (picture_) labelAxis(*picture_);
  });
  plot_->showMessage(tr("Select a note to see its spectrogram"));
}

void SpectrogramView::fillSounds() {
  const QString before = sound_->currentData().toString();
  sound_->clear();
  sound_->addItem(tr("Selected or playing"), QString());
  for (const InspectedSound& sound : sounds_.all()) sound_->addItem(sound.name, sound.track.id);
  sound_->setCurrentIndex(std::max(0, sound_->findData(before)));
}

const InspectedSound* SpectrogramView::chosen() const {
  const QString id = sound_->currentData().toString();
  return id.isEmpty() ? sounds_.current() : sounds_.find(Track{id});
}

analysis::SpectrogramParams SpectrogramView::params() const {
  analysis::SpectrogramParams params;
  params.fft = kWindows[static_cast<std::size_t>(std::max(window_->currentIndex(), 0))];
  params.hop = std::min(params.fft / 4, 128);
  params.axis = axis_->currentIndex() == 1 ? analysis::FrequencyAxis::Linear
                                           : analysis::FrequencyAxis::Logarithmic;
  return params;
}

void SpectrogramView::refresh() {
  job_.cancel();
  fillSounds();
  const InspectedSound* sound = chosen();
  if (!sound) {
    picture_.reset();
    showFigures({});
    return plot_->showMessage(nothingText(tr("Select a note to see its spectrogram")));
  }
  if (!picture_) plot_->showMessage(tr("Drawing …"));
  plot_->setAccessibleDescription(tr("Spectrogram of %1").arg(sound->name));
  job_ = bench_.jobs.run(
      Lane::Compute, this,
      [clip = sound->clip, params = params()](Progress& progress) {
        return analysis::spectrogram(clip, params, progress);
      },
      [this](const Result<analysis::Spectrogram>& picture) {
        if (picture) return take(*picture);
        picture_.reset();
        plot_->showMessage(QString::fromStdString(picture.error().message));
      });
}

void SpectrogramView::take(const analysis::Spectrogram& picture) {
  picture_ = picture;
  QCPColorMapData* cells = map_->data();
  cells->setSize(picture.columns, picture.rows);
  cells->setRange(QCPRange(0, picture.stepSeconds * (picture.columns - 1)),
                  QCPRange(0, picture.rows - 1));
  for (int column = 0; column < picture.columns; ++column)
    for (int row = 0; row < picture.rows; ++row)
      cells->setCell(column, row, picture.at(row, column));
  const double loudest = *std::ranges::max_element(picture.levelDb);
  map_->setDataRange(QCPRange(loudest - kRange, loudest));
  plot_->plot().yAxis->setRange(-0.5, picture.rows - 0.5);
  plot_->setLength(picture.stepSeconds * (picture.columns - 1));
  labelAxis(picture);
  colour();
  showAt(std::nullopt);
  plot_->showCurves();
}

/// Level alone: black is silence on the screen, white on paper.
void SpectrogramView::colour() {
  const bool ink = bench_.appearance.map() == spectral::ColourMap::Print;
  QCPColorGradient gradient;
  gradient.clearColorStops();
  for (int i = 0; i <= 16; ++i) {
    const auto rgb = spectral::colourOf(spectral::ColourMap::Grey, 0, static_cast<float>(i) / 16);
    const int tone = ink ? 255 - rgb[0] : rgb[0];
    gradient.setColorStopAt(i / 16.0, QColor(tone, tone, tone));
  }
  map_->setGradient(gradient);
  plot_->replot();
}

void SpectrogramView::labelAxis(const analysis::Spectrogram& picture) {
  QSharedPointer<SparseWords> ticks(new SparseWords(*plot_->plot().yAxis));
  const auto rowOf = [&](double hertz) {
    const double share =
        picture.axis == analysis::FrequencyAxis::Linear
            ? (hertz - picture.lowest) / (picture.highest - picture.lowest)
            : std::log(hertz / picture.lowest) / std::log(picture.highest / picture.lowest);
    return share * (picture.rows - 1);
  };
  if (picture.axis == analysis::FrequencyAxis::Linear) {
    for (double hertz = 0; hertz <= picture.highest; hertz += 1000)
      ticks->addTick(rowOf(hertz), tr("%1 kHz").arg(hertz / 1000));
  } else {
    for (int key = 24; key < 128; key += 12) {
      const double hertz = frequencyOf(MidiPitch(key), bench_.tuning.a4());
      if (hertz >= picture.lowest * 0.99 && hertz <= picture.highest)
        ticks->addTick(rowOf(hertz), QString::fromStdString(noteName(MidiPitch(key))));
    }
  }
  plot_->plot().yAxis->setTicker(ticks);
  plot_->replot();
}

void SpectrogramView::showAt(std::optional<QPointF> place) {
  if (!picture_) return;
  const int bins = params().fft;
  if (!place)
    return showFigures(tr("Resolution %1 Hz, %2 ms")
                           .arg(2.0 * kModelRate.hz / bins, 0, 'f', 1)
                           .arg(500.0 * bins / kModelRate.hz, 0, 'f', 0),
                       tr("Lines or events that are closer together than this are not resolved"));
  const int row = std::clamp(static_cast<int>(std::lround(place->y())), 0, picture_->rows - 1);
  const int column = std::clamp(static_cast<int>(std::lround(place->x() / picture_->stepSeconds)),
                                0, picture_->columns - 1);
  const double hertz = std::max(picture_->hertzOf(place->y()), 1.0);
  showFigures(QStringList{noteText(hertz, bench_.tuning.a4()), frequencyText(hertz),
                          timeText(place->x()), levelText(picture_->at(row, column), -140)}
                  .join(QStringLiteral(" · ")));
}

}  // namespace timbre::ui
