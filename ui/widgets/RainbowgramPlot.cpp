#include "ui/widgets/RainbowgramPlot.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "ui/Theme.h"
#include "ui/widgets/PlotAccessible.h"
#include "ui/widgets/RainbowgramPlotParts.h"

namespace timbre::ui {
namespace {

constexpr int kFocusRing = 2;

/// A fill for the hair's breadth that no cell covers.
QColor silenceOf(const Picture& picture) {
  const auto rgb = spectral::colourOf(picture.colours.map, 0, 0);
  return QColor(rgb[0], rgb[1], rgb[2]);
}

double keyOf(PlotPoint point) {
  return pitchOf(std::max(point.hertz, 1e-3)).value;
}

Interval within(const Interval& wanted, double smallest, const Interval& whole) {
  const double size = std::clamp(wanted.size(), std::min(smallest, whole.size()), whole.size());
  const double from = std::clamp(wanted.from, whole.from, whole.to - size);
  return {from, from + size};
}

}  // namespace

RainbowgramPlot::RainbowgramPlot(QWidget* parent)
    : QWidget(parent), parts_(std::make_unique<Parts>()) {
  installPlotAccessibility();
  parts_->title = new ElidingLabel(this);
  parts_->subtitle = new ElidingLabel(this);
  parts_->status = new ElidingLabel(this);
  parts_->progress = new ThinProgressBar(this);
  parts_->canvas = new PlotCanvas(this);
  parts_->message = new QLabel(parts_->canvas);
  auto* header = new QHBoxLayout;
  header->setSpacing(8);
  header->addWidget(parts_->title);
  header->addWidget(parts_->subtitle, 1);
  header->addWidget(parts_->status);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(kFocusRing + 2, kFocusRing + 2, kFocusRing + 2, kFocusRing + 2);
  column->setSpacing(2);
  column->addLayout(header);
  column->addWidget(parts_->progress);
  column->addWidget(parts_->canvas, 1);
  parts_->subtitle->setFaded(true);
  parts_->status->setFaded(true);
  parts_->status->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  parts_->message->setAlignment(Qt::AlignCenter);
  parts_->message->setWordWrap(true);
  parts_->canvas->installEventFilter(this);
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
  applyAppearance();
  parts_->canvas->setRange(parts_->range);
}

RainbowgramPlot::~RainbowgramPlot() = default;

void RainbowgramPlot::setTitle(const QString& title, const QString& subtitle) {
  parts_->title->setText(title);
  parts_->subtitle->setText(subtitle);
  setAccessibleName(subtitle.isEmpty() ? title : title + QStringLiteral(", ") + subtitle);
}

QString RainbowgramPlot::title() const {
  return parts_->title->text();
}

void RainbowgramPlot::showHint(const QString& text) {
  showMessage(text, std::nullopt);
}

void RainbowgramPlot::showBusy(const QString& text, double fraction) {
  showMessage(text, fraction);
}

void RainbowgramPlot::showError(const QString& sentence) {
  // A sign beside the words: not by colour alone.
  showMessage(QStringLiteral("⚠ ") + sentence, std::nullopt);
}

void RainbowgramPlot::showPicture(const Picture& picture) {
  if (picture.empty()) return showHint({});
  showImage(picture);
  parts_->status->setText({});
  parts_->progress->clear();
}

void RainbowgramPlot::showGrowing(const Picture& picture, const QString& text, double fraction) {
  if (picture.empty()) return showBusy(text, fraction);
  showImage(picture);
  parts_->status->setText(text);
  parts_->progress->setFraction(fraction);
}

void RainbowgramPlot::showImage(const Picture& picture) {
  const PlotRange extent = extentOf(*picture.rainbowgram);
  parts_->picture = picture;
  parts_->message->hide();
  parts_->canvas->setImage(picture.image, imageExtentOf(*picture.rainbowgram), silenceOf(picture));
  parts_->canvas->setPlayhead(parts_->playhead);
  if (parts_->cursor) parts_->canvas->setCursor(parts_->cursor->seconds, keyOf(*parts_->cursor));
  if (extent == parts_->extent) return;
  parts_->extent = extent;
  setRange(extent);
}

void RainbowgramPlot::showMessage(const QString& text, std::optional<double> fraction) {
  parts_->picture = {};
  parts_->status->setText({});
  parts_->message->setText(text);
  parts_->message->setVisible(!text.isEmpty());
  placeMessage();
  if (fraction)
    parts_->progress->setFraction(*fraction);
  else
    parts_->progress->clear();
  parts_->canvas->setImage({}, {}, {});
  parts_->canvas->setCursor(std::nullopt, std::nullopt);
  parts_->canvas->setPlayhead(std::nullopt);
}

const Picture& RainbowgramPlot::picture() const {
  return parts_->picture;
}

void RainbowgramPlot::setRange(const PlotRange& range) {
  const PlotRange cut{within(range.seconds, kSmallestSeconds, parts_->extent.seconds),
                      within(range.keys, kSmallestKeys, parts_->extent.keys)};
  parts_->range = cut;
  parts_->canvas->setRange(cut);
}

PlotRange RainbowgramPlot::range() const {
  return parts_->range;
}
PlotRange RainbowgramPlot::extent() const {
  return parts_->extent;
}
void RainbowgramPlot::fit() {
  setRange(parts_->extent);
}

void RainbowgramPlot::setCursor(std::optional<PlotPoint> point) {
  if (point == parts_->cursor) return;
  parts_->cursor = point;
  if (point && !parts_->picture.empty())
    parts_->canvas->setCursor(point->seconds, keyOf(*point));
  else
    parts_->canvas->setCursor(std::nullopt, std::nullopt);
}

std::optional<PlotPoint> RainbowgramPlot::cursor() const {
  return parts_->cursor;
}

void RainbowgramPlot::setPlayhead(std::optional<double> seconds) {
  if (seconds == parts_->playhead) return;
  parts_->playhead = seconds;
  if (!parts_->picture.empty()) parts_->canvas->setPlayhead(seconds);
}

std::optional<double> RainbowgramPlot::playhead() const {
  return parts_->playhead;
}

std::optional<CellReadout> RainbowgramPlot::readoutAt(PlotPoint point) const {
  if (parts_->picture.empty()) return std::nullopt;
  return ui::readoutAt(*parts_->picture.rainbowgram, point);
}

void RainbowgramPlot::setA4(double hertz) {
  parts_->a4 = hertz;
  parts_->canvas->setA4(hertz);
}

double RainbowgramPlot::a4() const {
  return parts_->a4;
}

QPointF RainbowgramPlot::pixelOf(PlotPoint point) const {
  return parts_->canvas->pixelOf(point.seconds, keyOf(point)) + parts_->canvas->pos();
}

std::optional<PlotPoint> RainbowgramPlot::pointAt(QPointF pixel) const {
  const QPointF inside = pixel - parts_->canvas->pos();
  if (!QRectF(parts_->canvas->axes()).contains(inside)) return std::nullopt;
  const MidiPitch key(parts_->canvas->keyAt(inside.y()));
  return PlotPoint{parts_->canvas->secondsAt(inside.x()), frequencyOf(key)};
}

QString RainbowgramPlot::spokenState() const {
  if (parts_->picture.empty()) return parts_->message->text();
  if (parts_->cursor)
    if (const auto cell = readoutAt(*parts_->cursor)) return spokenReadout(*cell, parts_->a4);
  return tr("Rainbowgram of %1 seconds").arg(parts_->extent.seconds.size(), 0, 'f', 1);
}

QSize RainbowgramPlot::sizeHint() const {
  return {420, 360};
}
QSize RainbowgramPlot::minimumSizeHint() const {
  return {200, 160};
}

bool RainbowgramPlot::event(QEvent* event) {
  if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut) update();
  return QWidget::event(event);
}

void RainbowgramPlot::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
    applyAppearance();
}

bool RainbowgramPlot::eventFilter(QObject* watched, QEvent* event) {
  if (watched == parts_->canvas && event->type() == QEvent::Resize) placeMessage();
  return QWidget::eventFilter(watched, event);
}

void RainbowgramPlot::paintEvent(QPaintEvent*) {
  if (!hasFocus()) return;
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(plotColours(palette()).focus, kFocusRing));
  const double inset = kFocusRing / 2.0;
  painter.drawRoundedRect(QRectF(rect()).adjusted(inset, inset, -inset, -inset), 4, 4);
}

void RainbowgramPlot::applyAppearance() {
  const PlotColours colours = plotColours(palette());
  parts_->canvas->setColours(colours);
  QFont small = font();
  if (small.pointSizeF() > 0)
    small.setPointSizeF(std::max(7.5, small.pointSizeF() * 0.9));
  else
    small.setPixelSize(std::max(10, small.pixelSize() * 9 / 10));
  parts_->canvas->setAxisFont(small);
  QFont bold = font();
  bold.setBold(true);
  parts_->title->setFont(bold);
}

void RainbowgramPlot::placeMessage() {
  parts_->message->setGeometry(parts_->canvas->axes().adjusted(12, 4, -12, -4));
}

}  // namespace timbre::ui
