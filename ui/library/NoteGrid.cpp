#include "ui/library/NoteGrid.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <algorithm>
#include <cmath>

#include "ui/FamilyColours.h"
#include "ui/library/EmptyText.h"
#include "ui/models/NoteTableModel.h"

namespace timbre::ui {
namespace {

constexpr int kGap = 6;                      // px
constexpr int kBadge = 16, kBadgeInset = 4;  // px, of the letters A and B

/// "Brass 016" and "C4 · 50": two short lines.
QString firstLine(const dataset::NoteInfo& note) {
  return QString::fromStdString(note.name.empty() ? note.instrument : note.name);
}

QString secondLine(const dataset::NoteInfo& note) {
  return QStringLiteral("%1 · %2").arg(pitchText(note.pitch)).arg(note.velocity);
}

}  // namespace

NoteGrid::NoteGrid(Thumbnails& thumbnails, QWidget* parent)
    : QAbstractScrollArea(parent), thumbnails_(thumbnails) {
  setObjectName(QStringLiteral("noteGrid"));
  setAccessibleName(tr("Notes as pictures"));
  setFocusPolicy(Qt::StrongFocus);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  viewport()->setBackgroundRole(QPalette::Base);
  connect(&thumbnails_, &Thumbnails::made, this, [this] { viewport()->update(); });
}

/// Of a tile: thumbnails grow or shrink a little, so that the tiles fill the line.
QSize NoteGrid::picture() const {
  const int wide = (viewport()->width() - kGap) / columns() - kGap;
  return {wide, wide * kThumbnail.height() / kThumbnail.width()};
}

QSize NoteGrid::tile() const {
  return picture() + QSize(0, 2 * fontMetrics().height() + 2);
}

int NoteGrid::columns() const {
  const double fit = 1.0 * (viewport()->width() - kGap) / (kThumbnail.width() + kGap);
  return std::max(1, static_cast<int>(std::lround(fit)));
}

QRect NoteGrid::tileOf(int row) const {
  const int across = row % columns(), down = row / columns();
  return QRect(QPoint(kGap + across * (tile().width() + kGap),
                      kGap + down * (tile().height() + kGap) - verticalScrollBar()->value()),
               tile());
}

void NoteGrid::show(const dataset::NoteLibrary& library, std::vector<int> notes) {
  library_ = library;
  notes_ = std::move(notes);
  current_ = anchor_ = -1;
  marked_.clear();
  layOut();
}

void NoteGrid::layOut() {
  const int lines = (static_cast<int>(notes_.size()) + columns() - 1) / columns();
  const int height = kGap + lines * (tile().height() + kGap);
  verticalScrollBar()->setRange(0, std::max(0, height - viewport()->height()));
  verticalScrollBar()->setPageStep(viewport()->height());
  verticalScrollBar()->setSingleStep(tile().height() / 2);
  askForSeen();
  viewport()->update();
}

/// Rows from the first to behind the last of which something is seen.
std::pair<int, int> NoteGrid::seen() const {
  const int high = tile().height() + kGap, top = verticalScrollBar()->value();
  const int from = top / high * columns();
  const int to = ((top + viewport()->height()) / high + 1) * columns();
  return {std::min(from, static_cast<int>(notes_.size())),
          std::min(to, static_cast<int>(notes_.size()))};
}

void NoteGrid::askForSeen() {
  if (!isVisible()) return;
  thumbnails_.setPixelRatio(devicePixelRatioF());
  const auto [from, to] = seen();
  thumbnails_.want({notes_.begin() + from, notes_.begin() + to});
}

void NoteGrid::setCorners(const std::string& a, const std::string& b) {
  a_ = a;
  b_ = b;
  viewport()->update();
}

void NoteGrid::setCurrent(int note) {
  const auto found = std::ranges::find(notes_, note);
  current_ = found == notes_.end() ? -1 : static_cast<int>(found - notes_.begin());
  setAccessibleDescription(current_ < 0 ? QString() : noteTitle(library_.note(note)));
  revealCurrent();
  viewport()->update();
}

/// The whole of it; where it has no room, its top.
void NoteGrid::revealCurrent() {
  QScrollBar& bar = *verticalScrollBar();
  if (current_ >= 0) {
    const int below = tileOf(current_).bottom() + kGap - viewport()->height();
    if (below > 0) bar.setValue(bar.value() + below);
    const int top = tileOf(current_).top() - kGap;
    if (top < 0) bar.setValue(bar.value() + top);
  }
  revealedAt_ = bar.value();
}

void NoteGrid::choose(int row, Qt::KeyboardModifiers keys) {
  if (row < 0 || row >= static_cast<int>(notes_.size())) return;
  select(row, keys);
  emit selectionChanged();
  current_ = row;
  setCurrent(notes_[static_cast<std::size_t>(row)]);
  emit chosen(notes_[static_cast<std::size_t>(row)]);
}

void NoteGrid::select(int row, Qt::KeyboardModifiers keys) {
  const bool extends = keys & Qt::ShiftModifier, toggles = keys & Qt::ControlModifier;
  if ((!extends && !toggles) || current_ < 0) {
    anchor_ = row;
    return clearSelection();
  }
  if (anchor_ < 0) anchor_ = current_;
  if (marked_.empty() || !toggles) marked_.assign(notes_.size(), 0);
  if (extends) {
    const auto [from, to] = std::minmax(anchor_, row);
    std::fill(marked_.begin() + from, marked_.begin() + to + 1, 1);
    return;
  }
  if (std::ranges::find(marked_, 1) == marked_.end())
    marked_[static_cast<std::size_t>(current_)] = 1;
  char& mark = marked_[static_cast<std::size_t>(row)];
  mark = !mark;
  anchor_ = row;
}

void NoteGrid::clearSelection() {
  marked_.clear();
  viewport()->update();
}

std::vector<int> NoteGrid::selected() const {
  std::vector<int> notes;
  for (std::size_t row = 0; row < marked_.size(); ++row)
    if (marked_[row]) notes.push_back(notes_[row]);
  return notes;
}

int NoteGrid::rowAt(QPoint place) const {
  const auto [from, to] = seen();
  for (int row = from; row < to; ++row)
    if (tileOf(row).contains(place)) return row;
  return -1;
}

void NoteGrid::paintEvent(QPaintEvent*) {
  QPainter painter(viewport());
  painter.setRenderHint(QPainter::SmoothPixmapTransform);
  if (thumbnails_.setPixelRatio(devicePixelRatioF())) askForSeen();  // it is on another screen
  const auto [from, to] = seen();
  for (int row = from; row < to; ++row) paintTile(painter, row);
  if (notes_.empty())
    painter.drawText(viewport()->rect(), Qt::AlignCenter | Qt::TextWordWrap, emptyText(library_));
}

void NoteGrid::paintTile(QPainter& painter, int row) const {
  const int index = notes_[static_cast<std::size_t>(row)];
  const dataset::NoteInfo note = library_.note(index);
  const QRect place = tileOf(row), picture(place.topLeft(), this->picture());
  const QImage image = thumbnails_.find(index);
  painter.fillRect(picture, Qt::black);
  if (!image.isNull()) painter.drawImage(picture, image);
  if (thumbnails_.failed(index)) {
    painter.setPen(Qt::lightGray);
    painter.drawText(picture, Qt::AlignCenter | Qt::TextWordWrap, tr("cannot be read"));
  }
  painter.fillRect(QRect(picture.left(), picture.bottom() - 2, picture.width(), 3),
                   familyColour(note.family));
  const bool current =
      marked_.empty() ? row == current_ : marked_[static_cast<std::size_t>(row)] != 0;
  if (current)
    painter.fillRect(
        QRect(place.left(), picture.bottom() + 1, place.width(), place.height() - picture.height()),
        palette().color(QPalette::Highlight));
  painter.setPen(palette().color(current ? QPalette::HighlightedText : QPalette::Text));
  const int line = fontMetrics().height();
  const QRect first(place.left() + 2, picture.bottom() + 2, place.width() - 4, line);
  painter.drawText(first, Qt::AlignLeft,
                   fontMetrics().elidedText(firstLine(note), Qt::ElideMiddle, first.width()));
  painter.drawText(first.translated(0, line), Qt::AlignLeft,
                   fontMetrics().elidedText(secondLine(note), Qt::ElideRight, first.width()));
  const QIcon corner = cornerIcon(note.id == a_, note.id == b_);
  if (corner.isNull()) return;
  const QRect plate(picture.topLeft() + QPoint(kBadgeInset, kBadgeInset), QSize(kBadge, kBadge));
  painter.fillRect(plate.adjusted(-1, -1, 1, 1), palette().color(QPalette::Base));
  corner.paint(&painter, plate);
}

void NoteGrid::resizeEvent(QResizeEvent*) {
  const bool nobodyScrolled = verticalScrollBar()->value() == revealedAt_;
  layOut();
  if (nobodyScrolled) revealCurrent();
}

void NoteGrid::scrollContentsBy(int, int) {
  askForSeen();
  viewport()->update();
}

void NoteGrid::keyPressEvent(QKeyEvent* event) {
  const int page = std::max(1, viewport()->height() / (tile().height() + kGap)) * columns();
  const int last = static_cast<int>(notes_.size()) - 1;
  const auto keys = event->modifiers() & Qt::ShiftModifier;
  if (event->matches(QKeySequence::SelectAll)) {
    marked_.assign(notes_.size(), 1);
    emit selectionChanged();
    return viewport()->update();
  }
  switch (event->key()) {
    case Qt::Key_Left:
      return choose(std::max(0, current_ - 1), keys);
    case Qt::Key_Right:
      return choose(std::min(last, current_ + 1), keys);
    case Qt::Key_Up:
      return choose(current_ < columns() ? current_ : current_ - columns(), keys);
    case Qt::Key_Down:
      return choose(current_ < 0 ? 0 : std::min(last, current_ + columns()), keys);
    case Qt::Key_PageUp:
      return choose(std::max(0, current_ - page), keys);
    case Qt::Key_PageDown:
      return choose(std::min(last, current_ + page), keys);
    case Qt::Key_Home:
      return choose(0, keys);
    case Qt::Key_End:
      return choose(last, keys);
    case Qt::Key_Return:
    case Qt::Key_Enter:
      if (current_ >= 0) emit played(notes_[static_cast<std::size_t>(current_)]);
      return;
    default:
      QAbstractScrollArea::keyPressEvent(event);
  }
}

void NoteGrid::mousePressEvent(QMouseEvent* event) {
  pressed_ = event->pos();
  const int row = rowAt(pressed_);
  if (row < 0) return;
  // A menu and a drag are about all that are selected.
  const bool within = !marked_.empty() && marked_[static_cast<std::size_t>(row)] != 0;
  if (event->button() == Qt::RightButton && within) return;
  choose(row, event->modifiers());
}

void NoteGrid::mouseMoveEvent(QMouseEvent* event) {
  const bool far = (event->pos() - pressed_).manhattanLength() > QApplication::startDragDistance();
  if (event->buttons() == Qt::LeftButton && far && rowAt(pressed_) >= 0) emit dragged();
}

void NoteGrid::mouseDoubleClickEvent(QMouseEvent* event) {
  if (const int row = rowAt(event->pos()); row >= 0)
    emit played(notes_[static_cast<std::size_t>(row)]);
}

void NoteGrid::contextMenuEvent(QContextMenuEvent* event) {
  if (current_ >= 0) emit menuAsked(event->globalPos());
}

}  // namespace timbre::ui
