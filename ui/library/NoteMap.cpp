#include "ui/library/NoteMap.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QGestureEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/FamilyColours.h"
#include "ui/ReaderNames.h"
#include "ui/library/EmptyText.h"
#include "ui/models/NoteTableModel.h"

namespace timbre::ui {
namespace {

constexpr int kRestMs = 100;   // until a note under the pointer is heard
constexpr double kReach = 10;  // px from a dot that still mean it
constexpr double kClick = 4;   // px that a click may wander

}  // namespace

NoteMap::NoteMap(MapLayout& layout, Thumbnails& thumbnails, JobRunner& jobs, QWidget* parent)
    : QWidget(parent), layout_(layout), jobs_(jobs), pictures_(thumbnails) {
  setObjectName(QStringLiteral("noteMap"));
  setReaderRole(*this, QAccessible::Canvas);
  setAccessibleName(tr("Map of the notes"));
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  grabGesture(Qt::PinchGesture);
  setMinimumSize(120, 120);
  rest_.setSingleShot(true);
  rest_.setInterval(kRestMs);
  connect(&rest_, &QTimer::timeout, this, [this] { emit hovered(hovered_); });
  connect(&layout_, &MapLayout::moved, this, [this] {
    if (frame_.fitted()) fit();
    redraw();
  });
  connect(&thumbnails, &Thumbnails::made, this, qOverload<>(&QWidget::update));
}

void NoteMap::show(const dataset::NoteLibrary& library, const std::vector<int>& notes) {
  const bool other = library.size() != library_.size() || library.folder() != library_.folder();
  library_ = library;
  found_.assign(static_cast<std::size_t>(library.size()), 0);
  for (const int note : notes) found_[static_cast<std::size_t>(note)] = 1;
  if (other) selected_.clear();
  std::erase_if(selected_, [this](int note) { return !found_[static_cast<std::size_t>(note)]; });
  if (other || std::ssize(looks_) != library.size()) setColour(colour_);
  redraw();
}

void NoteMap::setColour(MapColour colour) {
  colour_ = colour;
  looks_.resize(static_cast<std::size_t>(library_.size()),
                {familyColour(-1).rgb(), std::int8_t{-1}});
  colouring_.cancel();
  colouring_ = jobs_.run(
      Lane::Compute, this,
      [library = library_, colour](Progress&) -> Result<std::vector<DotLook>> {
        return dotLooks(library, colour);
      },
      [this](Result<std::vector<DotLook>> looks) {
        if (!looks) return;
        looks_ = std::move(*looks);
        redraw();
      });
}

void NoteMap::fit() {
  // Likeness is the same in every direction; axes have units of their own.
  const bool axes = layout_.kind() == MapKind::Axes;
  frame_.fit(layout_.extent(), size(), axes ? MapFrame::Shape::Free : MapFrame::Shape::Kept);
  redraw();
}

std::optional<QPointF> NoteMap::placeOf(int note) const {
  return places().of(note);
}

void NoteMap::redraw() {
  stale_ = true;
  describe();
  update();
}

/// Where a lasso chose some, those alone; else what the query finds.
std::vector<char> NoteMap::coloured() const {
  if (selected_.empty()) return found_;
  std::vector<char> chosen(found_.size(), 0);
  for (const int note : selected_) chosen[static_cast<std::size_t>(note)] = 1;
  return chosen;
}

void NoteMap::describe() {
  const auto found = std::ranges::count(found_, 1);
  QString text = tr("Notes on the map: %1 of %2; matching the search: %3")
                     .arg(layout_.count())
                     .arg(library_.size())
                     .arg(found);
  if (current_ >= 0 && current_ < library_.size())
    text += tr("; current: %1").arg(noteTitle(library_.note(current_)));
  setAccessibleDescription(text);
}

void NoteMap::paintEvent(QPaintEvent*) {
  const double ratio = devicePixelRatioF();
  if (std::exchange(stale_, false) || dots_.size() != size() * ratio)
    dots_ = dotPicture({layout_.points(), layout_.placed(), coloured(), looks_}, frame_.transform(),
                       size(), ratio, palette());
  QPainter painter(this);
  painter.drawImage(QPoint(), dots_);
  if (layout_.kind() == MapKind::Axes && layout_.count() > 0)
    drawMapAxes(painter, frame_.transform(), size(), {layout_.x(), layout_.y()}, palette());
  painter.setRenderHint(QPainter::Antialiasing);
  const bool any = pictures_.paint(painter, places(), looks_, size());
  paintMarks(painter);
  if (lassoing_) {
    painter.setPen(QPen(palette().color(QPalette::Highlight), 1.5, Qt::DashLine));
    painter.drawPolyline(lasso_);
  }
  if (!any) paintText(painter, emptyText());
}

/// In the middle, on a ground of its own: there may be dots behind it.
void NoteMap::paintText(QPainter& painter, const QString& text) {
  if (text.isEmpty()) return;
  constexpr int kMargin = 12, kPadding = 6, kHow = Qt::AlignCenter | Qt::TextWordWrap;
  const QRect room = rect().adjusted(kMargin, kMargin, -kMargin, -kMargin);
  QColor ground = palette().color(QPalette::Base);
  ground.setAlpha(225);
  painter.setPen(Qt::NoPen);
  painter.setBrush(ground);
  const QRect words = painter.boundingRect(room, kHow, text);
  painter.drawRoundedRect(words.adjusted(-kPadding, -kPadding, kPadding, kPadding), 4, 4);
  painter.setBrush(Qt::NoBrush);
  painter.setPen(palette().color(QPalette::Text));
  painter.drawText(room, kHow, text);
}

QString NoteMap::emptyText() const {
  const bool found = std::ranges::find(found_, 1) != found_.end();
  if (!found) return ui::emptyText(library_);
  if (layout_.count() == 0) return unplaced_;
  return frame_.fitted() ? QString() : tr("Home shows all notes");
}

void NoteMap::paintMarks(QPainter& painter) {
  const auto ring = [&](int note, double radius, const QColor& colour, double width) {
    const auto place = placeOf(note);
    if (!place) return;
    painter.setPen(QPen(palette().color(QPalette::Base), width + 2));
    painter.drawEllipse(*place, radius, radius);
    painter.setPen(QPen(colour, width));
    painter.drawEllipse(*place, radius, radius);
  };
  ring(hovered_, 7, palette().color(QPalette::Text), 1);
  ring(current_, 8, palette().color(QPalette::Highlight), 2.5);
  if (hovered_ < 0) return;
  const auto place = placeOf(hovered_);
  if (!place) return;
  const QString title = noteTitle(library_.note(hovered_));
  const QSizeF size(fontMetrics().horizontalAdvance(title) + 10, fontMetrics().height() + 6);
  QRectF box(*place + QPointF(12, -size.height() - 4), size);
  box.moveLeft(std::min(box.left(), width() - box.width() - 2));
  box.moveTop(std::max(box.top(), 2.0));  // at the upper edge, too
  painter.fillRect(box, palette().color(QPalette::ToolTipBase));
  painter.setPen(palette().color(QPalette::ToolTipText));
  painter.drawText(box, Qt::AlignCenter, title);
}

void NoteMap::resizeEvent(QResizeEvent*) {
  if (frame_.fitted()) fit();
  redraw();
}

/// The picture that is seen there, else the nearest dot.
int NoteMap::noteAt(QPointF place) const {
  const int pictured = pictures_.at(place, places());
  return pictured >= 0 ? pictured : places().nearest(place, kReach);
}

bool NoteMap::isTaken(int note) const {
  if (note < 0) return false;
  return selected_.empty() ? note == current_
                           : std::ranges::find(selected_, note) != selected_.end();
}

void NoteMap::zoom(double factor, QPointF about) {
  frame_.zoom(factor, about);
  redraw();
}

/// Two fingers on a touch pad, or on the screen itself.
bool NoteMap::event(QEvent* event) {
  if (event->type() == QEvent::NativeGesture) {
    const auto& gesture = static_cast<QNativeGestureEvent&>(*event);
    if (gesture.gestureType() == Qt::ZoomNativeGesture)
      zoom(1 + std::max(-0.9, gesture.value()), gesture.position());
    return true;
  }
  if (event->type() == QEvent::Gesture) {
    const auto* pinch =
        static_cast<QPinchGesture*>(static_cast<QGestureEvent*>(event)->gesture(Qt::PinchGesture));
    if (pinch) zoom(pinch->scaleFactor(), mapFromGlobal(pinch->centerPoint().toPoint()));
    return true;
  }
  return QWidget::event(event);
}

void NoteMap::wheelEvent(QWheelEvent* event) {
  zoom(std::pow(1.0015, event->angleDelta().y()), event->position());
}

void NoteMap::mousePressEvent(QMouseEvent* event) {
  pressed_ = event->position();
  if (event->button() == Qt::MiddleButton) grabbed_ = pressed_;
  if (event->button() != Qt::LeftButton) return;
  lassoing_ = event->modifiers() & Qt::ShiftModifier;
  lasso_ = QPolygonF{pressed_};
  taking_ = !lassoing_ && isTaken(noteAt(pressed_));
  if (!lassoing_ && !taking_) grabbed_ = pressed_;
}

void NoteMap::mouseMoveEvent(QMouseEvent* event) {
  const QPointF place = event->position();
  if (lassoing_) {
    lasso_ << place;
    return update();
  }
  if (taking_) {
    if (QLineF(pressed_, place).length() < QApplication::startDragDistance()) return;
    taking_ = false;
    return emit dragged();
  }
  if (grabbed_ && (event->buttons() & (Qt::LeftButton | Qt::MiddleButton))) {
    const QPointF by = place - *grabbed_;
    if (QLineF(pressed_, place).length() < kClick) return;
    grabbed_ = place;
    frame_.move(by);
    return redraw();
  }
  const int note = noteAt(place);
  if (note == hovered_) return;
  hovered_ = note;
  rest_.start();
  update();
}

void NoteMap::mouseReleaseEvent(QMouseEvent* event) {
  grabbed_.reset();
  taking_ = false;
  if (std::exchange(lassoing_, false)) return setSelected(places().within(lasso_));
  if (event->button() != Qt::LeftButton || QLineF(pressed_, event->position()).length() >= kClick)
    return;
  const int note = noteAt(event->position());
  if (note < 0) return setSelected({});
  setCurrent(note);
  emit chosen(note);
}

void NoteMap::setSelected(std::vector<int> notes) {
  selected_ = std::move(notes);
  redraw();
  emit selectionChanged();
}

void NoteMap::setCurrent(int note) {
  current_ = note;
  describe();
  update();
}

void NoteMap::mouseDoubleClickEvent(QMouseEvent* event) {
  if (const int note = noteAt(event->position()); note >= 0) emit played(note);
}

void NoteMap::leaveEvent(QEvent*) {
  hovered_ = -1;
  rest_.start();
  update();
}

void NoteMap::contextMenuEvent(QContextMenuEvent* event) {
  emit menuAsked(event->globalPos());
}

int NoteMap::neighbour(int key) const {
  const QPointF way = key == Qt::Key_Left    ? QPointF(-1, 0)
                      : key == Qt::Key_Right ? QPointF(1, 0)
                      : key == Qt::Key_Up    ? QPointF(0, -1)
                                             : QPointF(0, 1);
  return places().towards(current_, way);
}

void NoteMap::keyPressEvent(QKeyEvent* event) {
  const int key = event->key();
  const QPointF middle(width() / 2.0, height() / 2.0);
  if (key == Qt::Key_Left || key == Qt::Key_Right || key == Qt::Key_Up || key == Qt::Key_Down) {
    const int note = neighbour(key);
    if (note < 0) return;
    setCurrent(note);
    return emit chosen(note);
  }
  if (key == Qt::Key_Plus) return zoom(1.25, middle);
  if (key == Qt::Key_Minus) return zoom(0.8, middle);
  if (key == Qt::Key_Home) return fit();
  if ((key == Qt::Key_Return || key == Qt::Key_Enter) && current_ >= 0)
    return emit played(current_);
  QWidget::keyPressEvent(event);
}

}  // namespace timbre::ui
