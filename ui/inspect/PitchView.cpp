#include "ui/inspect/PitchView.h"

#include <qcustomplot.h>

#include <QComboBox>
#include <QHBoxLayout>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>
#include <limits>

#include "base/Units.h"
#include "ui/inspect/TimePlot.h"
#include "ui/widgets/ReadoutText.h"

namespace timbre::ui {
namespace {

constexpr double kShortestView = 0.05;
constexpr double kLeastCents = 25;  // either way: what is steady looks steady
const QString kNoPitch = QStringLiteral("–");

}  // namespace

PitchView::PitchView(AppContext& bench, QWidget* parent)
    : InspectView(bench, "pitchView", parent),
      plot_(new TimePlot(bench, kShortestView, this)),
      unit_(new QComboBox(this)) {
  plot_->setObjectName(QStringLiteral("pitchPlot"));
  plot_->setAccessibleName(tr("Pitch"));
  unit_->addItems({tr("Cents"), tr("Hz")});
  unit_->setAccessibleName(tr("Unit of the pitch"));
  tools().insertWidget(0, unit_);
  column().addWidget(plot_, 1);
  plot_->plot().yAxis2->setVisible(true);
  plot_->plot().yAxis2->setRange(0, 4);  // the confidence lies along the foot
  plot_->plot().yAxis2->setTicks(false);
  plot_->plot().yAxis2->setTickLabels(false);
  connect(unit_, &QComboBox::currentIndexChanged, this, &PitchView::draw);
  connect(plot_, &TimePlot::appearanceChanged, this, &PitchView::draw);
  connect(plot_, &TimePlot::pointed, this, &PitchView::showAt);
  connect(&bench.tuning, &Tuning::changed, this, &PitchView::draw);
  plot_->showMessage(tr("Select a note to see its pitch"));
}

void PitchView::refresh() {
  job_.cancel();
  if (sounds_.all().empty()) {
    shown_.clear();
    showFigures({});
    return plot_->showMessage(nothingText(tr("Select a note to see its pitch")));
  }
  if (shown_.empty()) plot_->showMessage(tr("Tracking the pitch …"));
  using Curves = std::vector<analysis::PitchCurve>;
  job_ = bench_.jobs.run(
      Lane::Compute, this,
      [sounds = sounds_.all()](Progress& progress) -> Result<Curves> {
        Curves curves;
        for (std::size_t i = 0; i < sounds.size(); ++i) {
          const auto count = static_cast<double>(sounds.size());
          PartOf part(progress, static_cast<double>(i) / count, static_cast<double>(i + 1) / count);
          auto curve = analysis::pitchCurve(sounds[i].clip, part);
          if (!curve) return tl::unexpected(curve.error());
          curves.push_back(std::move(*curve));
        }
        return curves;
      },
      [this, sounds = sounds_.all()](const Result<Curves>& curves) {
        if (!curves) return plot_->showMessage(QString::fromStdString(curves.error().message));
        shown_ = sounds;
        curves_ = *curves;
        draw();
      });
}

/// The nearest to its label; without one, to what it sounds like.
double PitchView::keyOf(std::size_t place) const {
  const double heard = curves_[place].medianHertz;
  const double fallback = heard > 0 ? pitchOf(heard, bench_.tuning.a4()).value : 69;
  return std::round(shown_[place].pitch.value_or(fallback));
}

QString PitchView::valueLabel() const {
  if (unit_->currentIndex() == 1) return tr("Hz");
  const double key = keyOf(0);
  for (std::size_t i = 1; i < shown_.size(); ++i)
    if (keyOf(i) != key) return tr("Cents from its key");
  return tr("Cents from %1").arg(QString::fromStdString(noteName(MidiPitch(key))));
}

double PitchView::valueOf(double hertz, double key) const {
  if (!(hertz > 0)) return std::numeric_limits<double>::quiet_NaN();
  if (unit_->currentIndex() == 1) return hertz;
  return 100 * (pitchOf(hertz, bench_.tuning.a4()).value - key);
}

void PitchView::draw() {
  if (shown_.empty()) return;
  const auto pitched =
      std::ranges::find_if(curves_, [](const auto& curve) { return curve.medianHertz > 0; });
  if (pitched == curves_.end()) {
    showFigures({});
    return plot_->showMessage(tr("This sound has no steady pitch"));
  }
  QCustomPlot& plot = plot_->plot();
  plot.clearGraphs();
  double length = 0;
  for (std::size_t i = shown_.size(); i-- > 0;) {
    addCurve(i);
    length = std::max(length, shown_[i].clip.seconds());
  }
  addConfidence(0);
  plot.legend->clearItems();
  for (int i = plot.graphCount() - 2; i >= 0; --i) plot.graph(i)->addToLegend();
  plot.graph(plot.graphCount() - 1)->addToLegend();  // the confidence
  plot_->showLegend(shown_.size() > 1);
  plot_->setLength(length);
  plot_->setValueLabel(valueLabel());
  showFiguresOfAll();
  plot_->showCurves();
}

void PitchView::addCurve(std::size_t place) {
  QVector<double> x, y;
  const double key = keyOf(place);
  for (const auto& point : curves_[place].points) {
    x << point.seconds;
    y << valueOf(point.hertz, key);
  }
  QCPGraph* line = plot_->plot().addGraph();
  line->setName(shown_[place].name);
  line->setPen(penOfSound(place, palette()));
  line->setData(x, y, true);
  if (place > 0) return;
  // The original comes last: by then all are there to be fitted.
  bool found = false;
  QCPRange all;
  for (int i = 0; i < plot_->plot().graphCount(); ++i) {
    bool has = false;
    const QCPRange range = plot_->plot().graph(i)->getValueRange(has);
    if (has) all = found ? all.expanded(range) : range;
    found = found || has;
  }
  const double least =
      unit_->currentIndex() == 1
          ? frequencyOf(MidiPitch(key), bench_.tuning.a4()) * (std::exp2(kLeastCents / 1200) - 1)
          : kLeastCents;
  const double middle = all.center(), half = std::max(all.size() * 0.6, least);
  if (found) plot_->plot().yAxis->setRange(middle - half, middle + half);
}

void PitchView::addConfidence(std::size_t place) {
  QCustomPlot& plot = plot_->plot();
  QCPGraph* area = plot.addGraph(plot.xAxis, plot.yAxis2);
  area->setName(tr("Confidence"));
  QColor colour = penOfSound(place, palette()).color();
  colour.setAlpha(90);
  area->setPen(QPen(colour, 1));
  colour.setAlpha(40);
  area->setBrush(colour);
  QVector<double> x, y;
  for (const auto& point : curves_[place].points) {
    x << point.seconds;
    y << point.confidence;
  }
  area->setData(x, y, true);
}

QString PitchView::figuresOf(std::size_t place) const {
  const auto& curve = curves_[place];
  if (curve.medianHertz <= 0) return tr("%1: no pitch").arg(shown_[place].name);
  QString text = QStringLiteral("%1: %2, %3")
                     .arg(shown_[place].name, noteText(curve.medianHertz, bench_.tuning.a4()),
                          frequencyText(curve.medianHertz));
  if (curve.vibrato)
    text += tr(", vibrato %1 Hz ±%2 ¢")
                .arg(curve.vibrato->hertz, 0, 'f', 1)
                .arg(curve.vibrato->cents, 0, 'f', 0);
  return text;
}

void PitchView::showFiguresOfAll() {
  QStringList all;
  for (std::size_t i = 0; i < shown_.size(); ++i) all << figuresOf(i);
  const QString text = all.join(QStringLiteral(" · "));
  showFigures(text, tr("Median over the frames with a pitch, found by autocorrelation. Vibrato: "
                       "rate in Hz and depth to either side in cents."));
  plot_->setAccessibleDescription(text);
}

void PitchView::showAt(std::optional<QPointF> place) {
  if (shown_.empty() || !plot_->showsCurves()) return;
  if (!place) return showFiguresOfAll();
  QStringList all;
  for (std::size_t i = 0; i < shown_.size(); ++i) {
    const auto& points = curves_[i].points;
    const auto next =
        std::ranges::lower_bound(points, place->x(), {}, &analysis::PitchPoint::seconds);
    const bool there = next != points.end() && next->hertz > 0;
    all << QStringLiteral("%1 %2").arg(shown_[i].name,
                                       there ? QStringLiteral("%1 (%2 %)")
                                                   .arg(noteText(next->hertz, bench_.tuning.a4()))
                                                   .arg(100 * next->confidence, 0, 'f', 0)
                                             : kNoPitch);
  }
  showFigures(timeText(place->x()) + QStringLiteral(" · ") + all.join(QStringLiteral(" · ")));
}

}  // namespace timbre::ui
