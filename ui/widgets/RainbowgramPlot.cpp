#include "ui/widgets/RainbowgramPlot.h"

#include <QKeyEvent>
#include <QLabel>
#include <QMouseEvent>
#include <QPainter>
#include <QVBoxLayout>
#include <QWheelEvent>
#include <algorithm>

#include "ui/Theme.h"
#include "ui/widgets/PlotAccessible.h"
#include "ui/widgets/PlotCanvas.h"
#include "ui/widgets/PlotHeader.h"

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

}  // namespace

RainbowgramPlot::RainbowgramPlot(QWidget* parent)
    : QWidget(parent),
      header_(new PlotHeader(this)),
      canvas_(new PlotCanvas(this)),
      message_(new QLabel(canvas_)) {
  installPlotAccessibility();
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(kFocusRing + 2, kFocusRing + 2, kFocusRing + 2, kFocusRing + 2);
  column->setSpacing(2);
  column->addWidget(header_);
  column->addWidget(canvas_, 1);
  message_->setAlignment(Qt::AlignCenter);
  message_->setWordWrap(true);
  message_->setTextFormat(Qt::PlainText);
  canvas_->installEventFilter(this);
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
  connect(header_, &PlotHeader::titleClicked, this, &RainbowgramPlot::titleClicked);
  applyAppearance();
  canvas_->setRange(range());
}

void RainbowgramPlot::setTitle(const QString& title, const QString& subtitle) {
  title_ = title;
  header_->setTitle(title, subtitle);
  setAccessibleName(subtitle.isEmpty() ? title : title + QStringLiteral(", ") + subtitle);
}

void RainbowgramPlot::setTitleClickable(const QString& tip) {
  header_->setClickable(tip);
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
  header_->setStatus({});
  header_->clearProgress();
}

void RainbowgramPlot::showGrowing(const Picture& picture, const QString& text, double fraction) {
  if (picture.empty()) return showBusy(text, fraction);
  showImage(picture);
  header_->setStatus(text);
  header_->setFraction(fraction);
}

void RainbowgramPlot::showImage(const Picture& picture) {
  const PlotRange extent = extentOf(*picture.rainbowgram);
  picture_ = picture;
  message_->hide();
  canvas_->setImage(picture.image, imageExtentOf(*picture.rainbowgram), silenceOf(picture));
  canvas_->setPlayhead(playhead_);
  if (cursor()) canvas_->setCursor(cursor()->seconds, keyOf(*cursor()));
  if (extent == navigator_.extent()) return;
  navigator_.setExtent(extent);
  canvas_->setRange(range());
}

void RainbowgramPlot::showMessage(const QString& text, std::optional<double> fraction) {
  picture_ = {};
  header_->setStatus({});
  message_->setText(text);
  message_->setVisible(!text.isEmpty());
  placeMessage();
  if (fraction)
    header_->setFraction(*fraction);
  else
    header_->clearProgress();
  canvas_->setImage({}, {}, {});
  canvas_->setCursor(std::nullopt, std::nullopt);
  canvas_->setPlayhead(std::nullopt);
}

void RainbowgramPlot::setRange(const PlotRange& range) {
  navigator_.setRange(range);
  canvas_->setRange(navigator_.range());
}

void RainbowgramPlot::setCursor(std::optional<PlotPoint> point) {
  if (point == cursor()) return;
  navigator_.setCursor(point);
  if (point && !picture_.empty())
    canvas_->setCursor(point->seconds, keyOf(*point));
  else
    canvas_->setCursor(std::nullopt, std::nullopt);
}

void RainbowgramPlot::setPlayhead(std::optional<double> seconds) {
  if (seconds == playhead_) return;
  playhead_ = seconds;
  if (!picture_.empty()) canvas_->setPlayhead(seconds);
}

std::optional<CellReadout> RainbowgramPlot::readoutAt(PlotPoint point) const {
  if (picture_.empty()) return std::nullopt;
  return ui::readoutAt(*picture_.rainbowgram, point);
}

void RainbowgramPlot::setA4(double hertz) {
  a4_ = hertz;
  canvas_->setA4(hertz);
}

QPointF RainbowgramPlot::pixelOf(PlotPoint point) const {
  return canvas_->pixelOf(point.seconds, keyOf(point)) + canvas_->pos();
}

std::optional<PlotPoint> RainbowgramPlot::pointAt(QPointF pixel) const {
  const QPointF inside = pixel - canvas_->pos();
  if (!QRectF(canvas_->axes()).contains(inside)) return std::nullopt;
  const MidiPitch key(canvas_->keyAt(inside.y()));
  return PlotPoint{canvas_->secondsAt(inside.x()), frequencyOf(key)};
}

QString RainbowgramPlot::spokenState() const {
  if (picture_.empty()) return message_->text();
  if (cursor())
    if (const auto cell = readoutAt(*cursor())) return spokenReadout(*cell, a4_);
  return tr("Rainbowgram of %1 seconds").arg(extent().seconds.size(), 0, 'f', 1);
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
  if (watched == canvas_ && event->type() == QEvent::Resize) placeMessage();
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
  canvas_->setColours(colours);
  QFont small = font();
  if (small.pointSizeF() > 0)
    small.setPointSizeF(std::max(7.5, small.pointSizeF() * 0.9));
  else
    small.setPixelSize(std::max(10, small.pixelSize() * 9 / 10));
  canvas_->setAxisFont(small);
  QFont bold = font();
  bold.setBold(true);
  header_->setTitleFont(bold);
}

void RainbowgramPlot::placeMessage() {
  message_->setGeometry(canvas_->axes().adjusted(12, 4, -12, -4));
}

void RainbowgramPlot::userRange(const PlotRange& wanted) {
  const PlotRange before = range();
  setRange(wanted);
  if (range() != before) emit rangeMoved(range());
}

void RainbowgramPlot::userCursor(std::optional<PlotPoint> point) {
  if (point == cursor()) return;
  setCursor(point);
  emit cursorMoved(point ? readoutAt(*point) : std::nullopt);
  tellAccessibility(*this);
}

void RainbowgramPlot::wheelEvent(QWheelEvent* event) {
  const auto point = pointAt(event->position());
  if (!point || picture_.empty()) return event->ignore();
  userRange(navigator_.turned(*point, turnOf(*event)));
  userCursor(pointAt(event->position()));
  event->accept();
}

void RainbowgramPlot::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton || picture_.empty()) return event->ignore();
  if (!pointAt(event->position())) return;
  press_.press(event->position(), range());
}

void RainbowgramPlot::mouseMoveEvent(QMouseEvent* event) {
  const auto point = pointAt(event->position());
  if (const auto way = press_.moveTo(event->position())) {
    const QRectF box = canvas_->axes();
    setCursorShape(Qt::ClosedHandCursor);
    userRange(
        navigator_.dragged(press_.rangeAtPress(), way->x() / box.width(), way->y() / box.height()));
  } else if (!press_.pressed()) {
    setCursorShape(point && !picture_.empty() ? Qt::CrossCursor : Qt::ArrowCursor);
  }
  if (!picture_.empty()) userCursor(pointAt(event->position()));
}

void RainbowgramPlot::mouseReleaseEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton || !press_.pressed()) return;
  const bool clicked = press_.release();
  const auto point = pointAt(event->position());
  setCursorShape(point ? Qt::CrossCursor : Qt::ArrowCursor);
  if (clicked && point && !picture_.empty()) emit pointClicked(point->seconds, point->hertz);
}

void RainbowgramPlot::mouseDoubleClickEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton && pointAt(event->position())) userRange(extent());
}

void RainbowgramPlot::leaveEvent(QEvent*) {
  if (!press_.pressed()) userCursor(std::nullopt);
}

void RainbowgramPlot::setCursorShape(Qt::CursorShape shape) {
  if (QWidget::cursor().shape() != shape) QWidget::setCursor(shape);
}

void RainbowgramPlot::keyPressEvent(QKeyEvent* event) {
  if (picture_.empty()) return QWidget::keyPressEvent(event);
  const bool control = event->modifiers() & Qt::ControlModifier;
  const bool far = event->modifiers() & Qt::ShiftModifier;
  switch (event->key()) {
    case Qt::Key_Plus:
    case Qt::Key_Equal:
      return userRange(navigator_.zoomedByKey(true, control));
    case Qt::Key_Minus:
      return userRange(navigator_.zoomedByKey(false, control));
    case Qt::Key_F:
      if (control) return QWidget::keyPressEvent(event);
      return userRange(extent());
    case Qt::Key_Return:
    case Qt::Key_Enter:
      if (cursor()) emit pointClicked(cursor()->seconds, cursor()->hertz);
      return;
    default:
      if (control || !moveByKey(event->key(), far)) QWidget::keyPressEvent(event);
  }
}

bool RainbowgramPlot::moveByKey(int key, bool far) {
  const auto step = stepOf(key);
  if (!step) return false;
  const PlotPoint at = navigator_.stepped(*picture_.rainbowgram, *step, far);
  userRange(navigator_.showing(at));
  userCursor(at);
  return true;
}

}  // namespace timbre::ui
