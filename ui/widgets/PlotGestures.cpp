#include "ui/widgets/PlotGestures.h"

#include <QApplication>
#include <QWheelEvent>

namespace timbre::ui {

WheelTurn turnOf(const QWheelEvent& event) {
  constexpr double kNotch = 120;
  const auto use = event.modifiers() & Qt::ControlModifier ? WheelTurn::Use::ZoomPitch
                   : event.modifiers() & Qt::ShiftModifier ? WheelTurn::Use::MoveTime
                                                           : WheelTurn::Use::ZoomTime;
  return {use, event.angleDelta().y() / kNotch, event.angleDelta().x() / kNotch};
}

std::optional<CursorStep> stepOf(int key) {
  switch (key) {
    case Qt::Key_Left:
      return CursorStep::Left;
    case Qt::Key_Right:
      return CursorStep::Right;
    case Qt::Key_Up:
      return CursorStep::Up;
    case Qt::Key_Down:
      return CursorStep::Down;
    case Qt::Key_PageUp:
      return CursorStep::OctaveUp;
    case Qt::Key_PageDown:
      return CursorStep::OctaveDown;
    case Qt::Key_Home:
      return CursorStep::Start;
    case Qt::Key_End:
      return CursorStep::End;
    default:
      return std::nullopt;
  }
}

void PressGesture::press(QPointF at, const PlotRange& range, bool marks) {
  pressed_ = at_ = at;
  marks_ = marks;
  range_ = range;
  dragging_ = false;
}

std::optional<QPointF> PressGesture::moveTo(QPointF at) {
  if (!pressed_) return std::nullopt;
  const QPointF way = at - *pressed_;
  if (way.manhattanLength() >= QApplication::startDragDistance()) dragging_ = true;
  return dragging_ ? std::optional(way) : std::nullopt;
}

bool PressGesture::release() {
  pressed_.reset();
  return !dragging_;
}

}  // namespace timbre::ui
