#include "ui/widgets/PlotCanvas.h"

#include <algorithm>
#include <vector>

#include "ui/widgets/AxisTicks.h"
#include "ui/widgets/CellPainter.h"

namespace timbre::ui {
namespace {

/// Marks that were worked out elsewhere; QCustomPlot only draws them.
class GivenTicks : public QCPAxisTicker {
 public:
  void set(const std::vector<Tick>& ticks) {
    ticks_ = {};
    marks_ = {};
    labels_ = {};
    for (const Tick& tick : ticks) {
      if (tick.label.isEmpty()) {
        marks_ << tick.at;
      } else {
        ticks_ << tick.at;
        labels_ << tick.label;
      }
    }
  }
  // NOLINTNEXTLINE(readability-function-size): the parameters are those of QCustomPlot
  void generate(const QCPRange&, const QLocale&, QChar, int, QVector<double>& ticks,
                QVector<double>* subTicks, QVector<QString>* tickLabels) override {
    ticks = ticks_;
    if (subTicks) *subTicks = marks_;
    if (tickLabels) *tickLabels = labels_;
  }

 private:
  QVector<double> ticks_;
  QVector<double> marks_;
  QVector<QString> labels_;
};

void setTicks(QCPAxis* axis, const std::vector<Tick>& ticks) {
  static_cast<GivenTicks*>(axis->ticker().data())->set(ticks);
}

}  // namespace

void ImagePlottable::setImage(const QImage& image, const PlotRange& extent) {
  image_ = image;
  extent_ = extent;
}

QCPRange ImagePlottable::getKeyRange(bool& found, QCP::SignDomain) const {
  found = !image_.isNull();
  return {extent_.seconds.from, extent_.seconds.to};
}

QCPRange ImagePlottable::getValueRange(bool& found, QCP::SignDomain, const QCPRange&) const {
  found = !image_.isNull();
  return {extent_.keys.from, extent_.keys.to};
}

void ImagePlottable::draw(QCPPainter* painter) {
  if (image_.isNull()) return;
  const QCPRange across = keyAxis()->range();
  const QCPRange upwards = valueAxis()->range();
  paintCells(*painter, keyAxis()->axisRect()->rect(),
             {{across.lower, across.upper}, {upwards.lower, upwards.upper}}, image_, extent_);
}

PlotCanvas::PlotCanvas(QWidget* parent) : QCustomPlot(parent) {
  setAttribute(Qt::WA_TransparentForMouseEvents);
  setFocusPolicy(Qt::NoFocus);
  setNotAntialiasedElements(QCP::aeAll);
  axisRect()->setAutoMargins(QCP::msNone);
  axisRect()->setupFullAxesBox(false);
  plotLayout()->setMargins({});
  plotLayout()->setRowSpacing(0);
  for (QCPAxis* axis : axisRect()->axes()) {
    axis->setTicker(QSharedPointer<QCPAxisTicker>(new GivenTicks));
    axis->grid()->setVisible(false);
    axis->setTickLength(0, kTickLength);
    axis->setSubTickLength(0, kTickLength / 2);
    axis->setTickLabelPadding(static_cast<int>(kTickGap));
  }
  image_ = new ImagePlottable(xAxis, yAxis);
  // Each is put right over the axes, below those before it.
  for (const char* name : {"cursor", "playhead", "cue"}) {
    addLayer(QLatin1String(name), layer(QStringLiteral("axes")));
    layer(QLatin1String(name))->setMode(QCPLayer::lmBuffered);
  }
  addLayer(QStringLiteral("veil"), layer(QStringLiteral("main")));
  veil_ = new Veil(xAxis, yAxis, QStringLiteral("veil"));
  cue_ = new CueMarker(xAxis, yAxis, QStringLiteral("cue"));
  crosshair_ = new Marker(xAxis, yAxis, QStringLiteral("cursor"));
  playhead_ = new Marker(xAxis, yAxis, QStringLiteral("playhead"));
}

void PlotCanvas::setColours(const PlotColours& colours) {
  colours_ = colours;
  setBackground(QBrush(colours.background));
  for (QCPAxis* axis : axisRect()->axes()) {
    axis->setBasePen(QPen(colours.axis, 1));
    axis->setTickPen(QPen(colours.axis, 1));
    axis->setSubTickPen(QPen(colours.axis, 1));
    axis->setTickLabelColor(axis == yAxis2 ? colours.fadedText : colours.text);
  }
  for (PlotOverlay* overlay :
       std::initializer_list<PlotOverlay*>{crosshair_, playhead_, cue_, veil_}) {
    overlay->tone = colours.cursor;
    overlay->halo = colours.halo;
  }
  fillArea();
  replot(rpQueuedReplot);
}

void PlotCanvas::fillArea() {
  // Without a picture nothing is to look like one.
  const QColor area = silence_.isValid() ? silence_ : colours_.background;
  axisRect()->setBackground(QBrush(area));
  veil_->background = area;  // the picture fades into its own silence
}

void PlotCanvas::setAxisFont(const QFont& font) {
  for (QCPAxis* axis : axisRect()->axes()) axis->setTickLabelFont(font);
  layOut();
}

void PlotCanvas::setA4(double hertz) {
  a4_ = hertz;
  updateTicks();
}

void PlotCanvas::setWidthOfNeighbours(std::optional<int> pixels) {
  if (pixels == widthOfNeighbours_) return;
  widthOfNeighbours_ = pixels;
  layOut();
}

void PlotCanvas::setImage(const QImage& image, const PlotRange& extent, const QColor& silence) {
  silence_ = silence;
  image_->setImage(image, extent);
  fillArea();
  replot(rpQueuedReplot);
}

void PlotCanvas::setRange(const PlotRange& range) {
  range_ = range;
  xAxis->setRange(range.seconds.from, range.seconds.to);
  xAxis2->setRange(range.seconds.from, range.seconds.to);
  yAxis->setRange(range.keys.from, range.keys.to);
  yAxis2->setRange(range.keys.from, range.keys.to);
  updateTicks();
}

void PlotCanvas::setCursor(std::optional<double> seconds, std::optional<double> key) {
  crosshair_->seconds = seconds;
  crosshair_->key = key;
  layer(QStringLiteral("cursor"))->replot();
}

void PlotCanvas::setPlayhead(std::optional<double> seconds) {
  playhead_->seconds = seconds;
  layer(QStringLiteral("playhead"))->replot();
}

void PlotCanvas::setCue(double start, std::optional<Interval> loop) {
  if (cue_->start == start && cue_->loop == loop) return;
  cue_->start = start;
  cue_->loop = loop;
  layer(QStringLiteral("cue"))->replot();
}

void PlotCanvas::setDimmed(bool dimmed) {
  if (veil_->dimmed == dimmed) return;
  veil_->dimmed = dimmed;
  replot(rpQueuedReplot);
}

void PlotCanvas::setMadeUntil(std::optional<double> seconds) {
  if (veil_->madeUntil == seconds) return;
  veil_->madeUntil = seconds;
  replot(rpQueuedReplot);
}

QRect PlotCanvas::axes() const {
  return QRect(QPoint(), size()).marginsRemoved(axisRect()->margins());
}

// Right before the first layout too, which QCPAxis::coordToPixel is not.
QPointF PlotCanvas::pixelOf(double seconds, double key) const {
  const QRectF box = axes();
  return {box.left() + (seconds - range_.seconds.from) / range_.seconds.size() * box.width(),
          box.bottom() - (key - range_.keys.from) / range_.keys.size() * box.height()};
}

double PlotCanvas::secondsAt(double x) const {
  const QRectF box = axes();
  return range_.seconds.from + (x - box.left()) / box.width() * range_.seconds.size();
}

double PlotCanvas::keyAt(double y) const {
  const QRectF box = axes();
  return range_.keys.from + (box.bottom() - y) / box.height() * range_.keys.size();
}

void PlotCanvas::resizeEvent(QResizeEvent* event) {
  QCustomPlot::resizeEvent(event);
  layOut();
  emit resized();
}

void PlotCanvas::paintEvent(QPaintEvent* event) {
  // The window may have gone to a screen of another density.
  if (!qFuzzyCompare(bufferDevicePixelRatio(), devicePixelRatioF())) {
    setBufferDevicePixelRatio(devicePixelRatioF());
    replot(rpQueuedRefresh);
  }
  QCustomPlot::paintEvent(event);
}

QSize PlotCanvas::layoutSize() const {
  return {std::min(width(), widthOfNeighbours_.value_or(width())), height()};
}

void PlotCanvas::layOut() {
  const AxisLayout layout = axisLayout(layoutSize(), QFontMetricsF(yAxis->tickLabelFont(), this));
  axisRect()->setMargins(layout.margins.toMargins());
  yAxis2->setTicks(layout.frequencies);
  yAxis2->setTickLabels(layout.frequencies);
  updateTicks();
}

void PlotCanvas::updateTicks() {
  const QRectF box = axes();
  if (box.width() < 1 || box.height() < 1) return;
  const QFontMetricsF font(yAxis->tickLabelFont(), this);
  const int wider = width() - layoutSize().width();
  setTicks(xAxis, timeTicks(range_.seconds, box.width() - wider, font));
  setTicks(yAxis, noteTicks(range_.keys, box.height(), font.height(), a4_));
  setTicks(yAxis2, frequencyTicks(range_.keys, box.height(), font.height()));
  replot(rpQueuedReplot);
}

}  // namespace timbre::ui
