#include "ui/widgets/PlotPane.h"

#include <QEvent>
#include <QLabel>
#include <QPainter>
#include <QRegularExpression>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "ui/Theme.h"
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

const QChar kBreak(0x200b);  // zero-width space

/// Long names and paths may be broken after their signs: a label only does so at spaces.
QString breakable(QString text) {
  static const QRegularExpression kSign(QStringLiteral("([/_.-])(?=\\S)"));
  return text.replace(kSign, QStringLiteral("\\1") + kBreak);
}

/// The new picture as far as it is made, then the older one where that has the same cells.
QImage completed(const Picture& picture, const QImage& older) {
  if (older.size() != picture.image.size()) return picture.image;
  QImage whole = older;
  const double frames =
      *picture.madeUntil * picture.rainbowgram->rate.hz / picture.rainbowgram->hop;
  const QRect made(0, 0, static_cast<int>(std::lround(frames)), whole.height());
  QPainter(&whole).drawImage(made.topLeft(), picture.image, made);
  return whole;
}

}  // namespace

PlotPane::PlotPane(QWidget* parent)
    : QWidget(parent),
      column_(new QVBoxLayout(this)),
      header_(new PlotHeader(this)),
      canvas_(new PlotCanvas(this)),
      message_(new QLabel(canvas_)) {
  column_->setContentsMargins(kFocusRing + 2, kFocusRing + 2, kFocusRing + 2, kFocusRing + 2);
  column_->setSpacing(2);
  column_->addWidget(header_);
  column_->addWidget(canvas_, 1);
  message_->setAlignment(Qt::AlignCenter);
  message_->setWordWrap(true);
  message_->setTextFormat(Qt::PlainText);
  canvas_->installEventFilter(this);
  connect(header_, &PlotHeader::titleClicked, this, &PlotPane::titleClicked);
  connect(header_, &PlotHeader::dragged, this, &PlotPane::titleDragged);
  connect(canvas_, &PlotCanvas::resized, this, &PlotPane::canvasResized);
  applyAppearance();
}

void PlotPane::setTitle(const QString& title, const QString& subtitle) {
  title_ = title;
  header_->setTitle(title, subtitle);
  setAccessibleName(subtitle.isEmpty() ? title : title + QStringLiteral(", ") + subtitle);
}

void PlotPane::setDetails(const QString& details) {
  header_->setDetails(details);
}

void PlotPane::setTitleClickable(const QString& tip) {
  header_->setClickable(tip);
}

void PlotPane::setFoot(QWidget* foot) {
  column_->addWidget(foot);
}

void PlotPane::setEmphasis(Emphasis emphasis) {
  if (emphasis == emphasis_) return;
  emphasis_ = emphasis;
  header_->setLit(emphasis == Emphasis::Sounding);
  canvas_->setDimmed(emphasis == Emphasis::Silent);
}

void PlotPane::showHint(const QString& text) {
  showMessage(text, std::nullopt);
}

void PlotPane::showBusy(const QString& text, double fraction) {
  showMessage(text, fraction);
}

void PlotPane::showError(const QString& sentence) {
  // A sign beside the words: not by colour alone.
  showMessage(QStringLiteral("⚠ ") + sentence, std::nullopt);
  header_->setStatus(tr("⚠ failed"), sentence);
}

void PlotPane::showPicture(const Picture& picture) {
  if (picture.empty()) return showHint({});
  showImage(picture);
  header_->setStatus({});
  header_->clearProgress();
}

void PlotPane::showGrowing(const Picture& picture, const QString& text, double fraction) {
  if (picture.empty()) return showBusy(text, fraction);
  showImage(picture);
  header_->setStatus(text);
  header_->setFraction(fraction);
}

void PlotPane::showRecoloured(const Picture& picture) {
  older_ = {};
  if (!picture.empty()) showImage(picture);
}

void PlotPane::showImage(const Picture& picture) {
  picture_ = picture;
  if (!picture.madeUntil) older_ = picture.image;
  message_->hide();
  canvas_->setMadeUntil(picture.madeUntil);
  shown_ = picture.madeUntil ? completed(picture, older_) : picture.image;
  canvas_->setImage(shown_, imageExtentOf(*picture.rainbowgram), silenceOf(picture));
  canvas_->setPlayhead(playhead_);
  canvas_->setCue(cueStart_, loop_);
  pictureChanged();
  emit pictureShown();
}

void PlotPane::setLayer(const QImage& layer) {
  if (picture_.empty()) return;
  canvas_->setImage(layer.isNull() ? shown_ : layer, imageExtentOf(*picture_.rainbowgram),
                    silenceOf(picture_));
}

void PlotPane::showMessage(const QString& text, std::optional<double> fraction) {
  picture_ = {};
  shown_ = older_ = {};
  header_->setStatus({});
  QString sentence = breakable(text);
  if (sentence.endsWith(QStringLiteral(" …"))) sentence[sentence.size() - 2] = QChar(QChar::Nbsp);
  message_->setText(sentence);
  message_->setVisible(!text.isEmpty());
  placeMessage();
  // What a picture is to come to is black already: nothing flickers when it comes.
  QPalette words;
  if (fraction) words.setColor(QPalette::WindowText, Qt::white);
  message_->setPalette(words);
  if (fraction)
    header_->setFraction(*fraction);
  else
    header_->clearProgress();
  canvas_->setImage({}, {}, fraction ? QColor(Qt::black) : QColor());
  canvas_->setMadeUntil(std::nullopt);
  canvas_->setPlayhead(std::nullopt);
  canvas_->setCue(0, std::nullopt);
  pictureChanged();
}

void PlotPane::setPlayhead(std::optional<double> seconds) {
  if (seconds == playhead_) return;
  playhead_ = seconds;
  if (!picture_.empty()) canvas_->setPlayhead(seconds);
}

void PlotPane::setCue(double start, std::optional<Interval> loop) {
  cueStart_ = start;
  loop_ = loop;
  if (!picture_.empty()) canvas_->setCue(start, loop);
}

int PlotPane::canvasWidth() const {
  return canvas_->width();
}

void PlotPane::setWidthOfNeighbours(std::optional<int> pixels) {
  canvas_->setWidthOfNeighbours(pixels);
}

void PlotPane::setA4(double hertz) {
  a4_ = hertz;
  canvas_->setA4(hertz);
}

QString PlotPane::message() const {
  return picture_.empty() ? message_->text().remove(kBreak) : QString();
}

bool PlotPane::event(QEvent* event) {
  if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut) update();
  return QWidget::event(event);
}

void PlotPane::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
    applyAppearance();
}

bool PlotPane::eventFilter(QObject* watched, QEvent* event) {
  // Afterwards: the canvas has yet to lay out its axes.
  if (watched == canvas_ && event->type() == QEvent::Resize)
    QMetaObject::invokeMethod(this, &PlotPane::placeMessage, Qt::QueuedConnection);
  return QWidget::eventFilter(watched, event);
}

void PlotPane::paintEvent(QPaintEvent*) {
  if (!hasFocus()) return;
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(plotColours(palette()).focus, kFocusRing));
  const double inset = kFocusRing / 2.0;
  painter.drawRoundedRect(QRectF(rect()).adjusted(inset, inset, -inset, -inset), 4, 4);
}

void PlotPane::applyAppearance() {
  canvas_->setColours(plotColours(palette()));
  header_->setLit(emphasis_ == Emphasis::Sounding);
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

void PlotPane::placeMessage() {
  message_->setGeometry(canvas_->axes().adjusted(4, 4, -4, -4));
}

}  // namespace timbre::ui
