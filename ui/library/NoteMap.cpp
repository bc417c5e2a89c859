#include "ui/library/NoteMap.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/FamilyColours.h"
#include "ui/models/NoteTableModel.h"

namespace timbre::ui {
namespace {

constexpr int kRestMs = 100;                         // until a note under the pointer is heard
constexpr double kReach = 10;                        // px from a dot that still mean it
constexpr int kMargin = 24;                          // px
constexpr int kPictures = 60;                        // dots in view that are drawn as thumbnails
constexpr double kCovered = 0.5;                     // of the map, by thumbnails, at most
constexpr double kLeastZoom = 0.5, kMostZoom = 200;  // times what shows all
constexpr double kClick = 4;                         // px that a click may wander

}  // namespace

NoteMap::NoteMap(MapLayout& layout, Thumbnails& thumbnails, JobRunner& jobs, QWidget* parent)
    : QWidget(parent), layout_(layout), thumbnails_(thumbnails), jobs_(jobs) {
  setObjectName(QStringLiteral("noteMap"));
  setAccessibleName(tr("Map of the notes"));
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  setMinimumSize(120, 120);
  rest_.setSingleShot(true);
  rest_.setInterval(kRestMs);
  connect(&rest_, &QTimer::timeout, this, [this] { emit hovered(hovered_); });
  connect(&layout_, &MapLayout::moved, this, [this] {
    if (fitted_) fit();
    redraw();
  });
  connect(&thumbnails_, &Thumbnails::made, this, qOverload<>(&QWidget::update));
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
  fitted_ = true;
  QRectF all;
  const auto& points = layout_.points();
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (!layout_.placed(static_cast<int>(i))) continue;
    const QRectF dotRect(points[i].x, points[i].y, 1e-6, 1e-6);
    all = all.isNull() ? dotRect : all.united(dotRect);
  }
  if (all.isNull()) all = QRectF(-1, -1, 2, 2);
  const double wide = std::max(all.width(), 1e-3), high = std::max(all.height(), 1e-3);
  double across = (width() - 2 * kMargin) / wide, up = (height() - 2 * kMargin) / high;
  // Likeness is the same in every direction; axes have units of their own.
  if (layout_.kind() != MapKind::Axes) across = up = std::min(across, up);
  view_ = QTransform::fromTranslate(width() / 2.0, height() / 2.0);
  view_.scale(across, -up);
  fitScale_ = across;
  view_.translate(-all.center().x(), -all.center().y());
  redraw();
}

std::optional<QPointF> NoteMap::placeOf(int note) const {
  if (!layout_.placed(note)) return {};
  const auto& point = layout_.points()[static_cast<std::size_t>(note)];
  return view_.map(QPointF(point.x, point.y));
}

void NoteMap::redraw() {
  stale_ = true;
  describe();
  update();
}

void NoteMap::describe() {
  const auto found = std::ranges::count(found_, 1);
  QString text = tr("%1 of %2 notes are on the map; %3 match the search")
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
    dots_ = dotPicture({layout_.points(), layout_.placed(), found_, looks_}, view_, size(), ratio,
                       palette());
  QPainter painter(this);
  painter.drawImage(QPoint(), dots_);
  if (layout_.kind() == MapKind::Axes && layout_.count() > 0)
    drawMapAxes(painter, view_, size(), layout_.x(), layout_.y(), palette());
  painter.setRenderHint(QPainter::Antialiasing);
  paintPictures(painter);
  paintMarks(painter);
  if (lassoing_) {
    painter.setPen(QPen(palette().color(QPalette::Highlight), 1.5, Qt::DashLine));
    painter.drawPolyline(lasso_);
  }
  if (layout_.count() > 0) return;
  painter.setPen(palette().color(QPalette::Text));
  painter.drawText(rect(), Qt::AlignCenter | Qt::TextWordWrap,
                   library_.empty() ? tr("No notes") : tr("Analysing the notes …"));
}

/// Where few dots are in view and there is room, each is a thumbnail.
void NoteMap::paintPictures(QPainter& painter) {
  const QSizeF one = QSizeF(kThumbnail) * 0.75;
  const double room = kCovered * width() * height() / (one.width() * one.height());
  const auto most = static_cast<std::ptrdiff_t>(std::min<double>(kPictures, room));
  std::vector<int> inView;
  for (int note = 0; note < library_.size() && std::ssize(inView) <= most; ++note)
    if (const auto place = placeOf(note);
        place && found_[static_cast<std::size_t>(note)] && rect().contains(place->toPoint()))
      inView.push_back(note);
  if (inView.empty() && !fitted_ && std::ranges::find(found_, 1) != found_.end()) {
    painter.setPen(palette().color(QPalette::Text));
    painter.drawText(rect(), Qt::AlignCenter | Qt::TextWordWrap, tr("Home shows all notes"));
  }
  if (inView.empty() || std::ssize(inView) > most) return;
  for (const int note : inView) {
    const QImage picture = thumbnails_.find(note);
    QRectF box(QPointF(), one);
    box.moveCenter(*placeOf(note));
    if (picture.isNull()) continue;
    painter.drawImage(box, picture);
    painter.setPen(QPen(QColor(looks_[static_cast<std::size_t>(note)].colour), 2));
    painter.drawRect(box);
  }
  thumbnails_.want(inView);
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
  constexpr std::size_t kMostRings = 2000;
  for (std::size_t i = 0; i < std::min(selected_.size(), kMostRings); ++i)
    ring(selected_[i], 6, palette().color(QPalette::Highlight), 1);
  ring(hovered_, 7, palette().color(QPalette::Text), 1);
  ring(current_, 8, palette().color(QPalette::Highlight), 2.5);
  if (hovered_ < 0) return;
  const auto place = placeOf(hovered_);
  if (!place) return;
  const QString title = noteTitle(library_.note(hovered_));
  QRectF box(*place + QPointF(12, -24), QSizeF(fontMetrics().horizontalAdvance(title) + 10, 20));
  box.moveLeft(std::min(box.left(), width() - box.width() - 2));
  painter.fillRect(box, palette().color(QPalette::ToolTipBase));
  painter.setPen(palette().color(QPalette::ToolTipText));
  painter.drawText(box, Qt::AlignCenter, title);
}

void NoteMap::resizeEvent(QResizeEvent*) {
  if (fitted_) fit();
  redraw();
}

int NoteMap::noteAt(QPointF place) const {
  int nearest = -1;
  double least = kReach * kReach;
  for (int note = 0; note < library_.size(); ++note) {
    if (!layout_.placed(note) || !found_[static_cast<std::size_t>(note)]) continue;
    const QPointF apart = *placeOf(note) - place;
    const double distance = QPointF::dotProduct(apart, apart);
    if (distance < least) least = distance, nearest = note;
  }
  return nearest;
}

void NoteMap::zoom(double factor, QPointF about) {
  fitted_ = false;
  const double now = view_.m11() / fitScale_;
  factor = std::clamp(now * factor, kLeastZoom, kMostZoom) / now;
  view_ = view_ * QTransform::fromTranslate(-about.x(), -about.y()) *
          QTransform::fromScale(factor, factor) * QTransform::fromTranslate(about.x(), about.y());
  redraw();
}

void NoteMap::wheelEvent(QWheelEvent* event) {
  zoom(std::pow(1.0015, event->angleDelta().y()), event->position());
}

void NoteMap::mousePressEvent(QMouseEvent* event) {
  pressed_ = event->position();
  if (event->button() != Qt::LeftButton) return;
  lassoing_ = event->modifiers() & Qt::ShiftModifier;
  lasso_ = QPolygonF{pressed_};
  if (!lassoing_) grabbed_ = pressed_;
}

void NoteMap::mouseMoveEvent(QMouseEvent* event) {
  const QPointF place = event->position();
  if (lassoing_) {
    lasso_ << place;
    return update();
  }
  if (grabbed_ && (event->buttons() & Qt::LeftButton)) {
    const QPointF by = place - *grabbed_;
    if (QLineF(pressed_, place).length() < kClick) return;
    grabbed_ = place;
    fitted_ = false;
    view_ = view_ * QTransform::fromTranslate(by.x(), by.y());
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
  if (std::exchange(lassoing_, false)) return endLasso();
  if (event->button() != Qt::LeftButton || QLineF(pressed_, event->position()).length() >= kClick)
    return;
  const int note = noteAt(event->position());
  if (note < 0) return setSelected({});
  setCurrent(note);
  emit chosen(note);
}

void NoteMap::endLasso() {
  std::vector<int> inside;
  for (int note = 0; note < library_.size(); ++note)
    if (const auto place = placeOf(note); place && found_[static_cast<std::size_t>(note)] &&
                                          lasso_.containsPoint(*place, Qt::OddEvenFill))
      inside.push_back(note);
  setSelected(std::move(inside));
}

void NoteMap::setSelected(std::vector<int> notes) {
  selected_ = std::move(notes);
  update();
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

/// The nearest note that lies more in this direction than beside it; -1: none.
int NoteMap::neighbour(int key) const {
  const auto here = placeOf(current_);
  const QPointF way = key == Qt::Key_Left    ? QPointF(-1, 0)
                      : key == Qt::Key_Right ? QPointF(1, 0)
                      : key == Qt::Key_Up    ? QPointF(0, -1)
                                             : QPointF(0, 1);
  int nearest = -1;
  double least = 1e30;
  for (int note = 0; note < library_.size(); ++note) {
    if (note == current_ || !layout_.placed(note) || !found_[static_cast<std::size_t>(note)])
      continue;
    if (!here) return note;
    const QPointF apart = *placeOf(note) - *here;
    const double along = QPointF::dotProduct(apart, way);
    const double distance = QPointF::dotProduct(apart, apart);
    if (along > 0 && along * along >= distance / 2 && distance < least)
      least = distance, nearest = note;
  }
  return nearest;
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
