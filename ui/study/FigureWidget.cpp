#include "ui/study/FigureWidget.h"

#include <QMouseEvent>
#include <QPainter>
#include <cmath>

#include "studies/FigureFile.h"
#include "ui/PlainText.h"
#include "ui/ReaderNames.h"
#include "ui/study/FigureColours.h"

namespace timbre::ui {

FigureWidget::FigureWidget(studies::Figure figure, QImage image, QWidget* parent)
    : QWidget(parent), figure_(std::move(figure)), paper_(std::move(image)) {
  image_ = onScreen(paper_, figure_, palette());
  setReaderRole(*this, QAccessible::Graphic);
  setAccessibleName(QString::fromStdString(figure_.title));
  setAccessibleDescription(QString::fromStdString(figure_.caption));
  QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Preferred);
  policy.setHeightForWidth(true);
  setSizePolicy(policy);
  setMouseTracking(true);
  setToolTip(plainTip(tr("Click a point or a picture to hear it")));
}

QSize FigureWidget::sizeHint() const {
  return {static_cast<int>(figure_.width), static_cast<int>(figure_.height)};
}

int FigureWidget::heightForWidth(int width) const {
  const double shown = std::min<double>(width, kMostZoom * figure_.width);
  return static_cast<int>(std::ceil(shown * figure_.height / figure_.width));
}

QRectF FigureWidget::drawn() const {
  const double wide = std::min({kMostZoom, width() / figure_.width, height() / figure_.height});
  return {0, 0, figure_.width * wide, figure_.height * wide};
}

std::optional<std::string> FigureWidget::soundAt(const QPointF& place) const {
  const double shown = drawn().width() / figure_.width;
  if (shown <= 0) return {};
  return studies::soundAt(figure_, place.x() / shown, place.y() / shown);
}

void FigureWidget::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange) image_ = onScreen(paper_, figure_, palette());
  QWidget::changeEvent(event);
}

void FigureWidget::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::SmoothPixmapTransform);
  painter.drawImage(drawn(), image_);
}

void FigureWidget::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return;
  if (const auto sound = soundAt(event->position())) emit soundClicked(*sound);
}

void FigureWidget::mouseMoveEvent(QMouseEvent* event) {
  setCursor(soundAt(event->position()) ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

}  // namespace timbre::ui
