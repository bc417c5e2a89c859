#include "ui/inspect/PianoKeyboard.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <array>

#include "base/Units.h"
#include "ui/PlainText.h"
#include "ui/ReaderNames.h"
#include "ui/Theme.h"

namespace timbre::ui {
namespace {

constexpr int kFirst = kPianoKeys.first, kLast = kPianoKeys.last;
constexpr double kBlackHeight = 0.62, kBlackWidth = 0.6;
constexpr int kFocusInset = 3;

bool isBlack(int key) {
  constexpr std::array kBlack{false, true,  false, true,  false, false,
                              true,  false, true,  false, true,  false};
  return kBlack[static_cast<std::size_t>(key % 12)];
}

/// White keys below this one.
int whitesBelow(int key) {
  int count = 0;
  for (int k = kFirst; k < key; ++k) count += !isBlack(k);
  return count;
}

}  // namespace

PianoKeyboard::PianoKeyboard(QWidget* parent) : QWidget(parent) {
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  setReaderRole(*this, QAccessible::Canvas);
  setAccessibleName(tr("Piano"));
  moveTo(chosen_);
}

void PianoKeyboard::setHome(std::optional<int> key) {
  if (key && *key >= kFirst && *key <= kLast) moveTo(*key);
  home_ = key;
  update();
}

void PianoKeyboard::setLit(std::optional<int> key) {
  if (key == lit_) return;
  lit_ = key;
  update();
}

QRectF PianoKeyboard::rectOf(int key) const {
  const QRectF box = QRectF(rect()).adjusted(kFocusInset, kFocusInset, -kFocusInset, -kFocusInset);
  const double width = box.width() / (whitesBelow(kLast) + 1);
  const double left = box.left() + whitesBelow(key) * width;
  if (!isBlack(key)) return {left, box.top(), width, box.height()};
  return {left - kBlackWidth / 2 * width, box.top(), kBlackWidth * width,
          kBlackHeight * box.height()};
}

std::optional<int> PianoKeyboard::keyAt(QPointF at) const {
  for (const bool black : {true, false})
    for (int key = kFirst; key <= kLast; ++key)
      if (isBlack(key) == black && rectOf(key).contains(at)) return key;
  return std::nullopt;
}

void PianoKeyboard::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  for (const bool black : {false, true})
    for (int key = kFirst; key <= kLast; ++key)
      if (isBlack(key) == black) drawKey(painter, key);
  if (!hasFocus()) return;
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(plotColours(palette()).focus, 2));
  painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 4, 4);
}

void PianoKeyboard::drawKey(QPainter& painter, int key) const {
  const QRectF box = rectOf(key);
  const bool black = isBlack(key);
  const QColor ivory(0xf8, 0xf8, 0xf4), ebony(0x22, 0x22, 0x26);
  QColor ground = black ? ebony : ivory;
  if (lit_ == key) ground = palette().color(QPalette::Highlight);
  painter.setPen(QPen(QColor(0x60, 0x60, 0x66), 1));
  painter.setBrush(ground);
  painter.drawRect(box);
  const QColor ink =
      lit_ == key ? palette().color(QPalette::HighlightedText) : (black ? ivory : ebony);
  if (hasFocus() && chosen_ == key) {
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(plotColours(palette()).focus, 2));
    painter.drawRect(box.adjusted(2, 2, -2, -2));
  }
  painter.setPen(ink);
  painter.setBrush(ink);
  const double dot = std::min(6.0, box.width() * 0.4);
  QFont small = font();
  small.setPixelSize(std::clamp(static_cast<int>(box.width() * 0.62), 7, 12));
  const double name = key % 12 == 0 ? small.pixelSize() + 2 : 0;  // px; the dot stands above it
  const QPointF foot(box.center().x(), box.bottom() - dot - 2 - name);
  if (home_ == key) painter.drawEllipse(foot, dot / 2, dot / 2);
  if (key % 12 != 0) return;
  painter.setFont(small);
  painter.drawText(box.adjusted(-6, 0, 6, -2), Qt::AlignHCenter | Qt::AlignBottom,
                   QString::fromStdString(noteName(MidiPitch(key))));
}

bool PianoKeyboard::event(QEvent* event) {
  if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut) update();
  if (event->type() == QEvent::ToolTip) {
    const auto* help = static_cast<QHelpEvent*>(event);
    if (const auto key = keyAt(help->pos()))
      QToolTip::showText(help->globalPos(),
                         plainTip(tr("%1, MIDI key %2")
                                      .arg(QString::fromStdString(noteName(MidiPitch(*key))))
                                      .arg(*key)),
                         this);
    return true;
  }
  return QWidget::event(event);
}

void PianoKeyboard::mousePressEvent(QMouseEvent* event) {
  const auto key = keyAt(event->position());
  if (event->button() != Qt::LeftButton || !key) return event->ignore();
  moveTo(*key);
  emit played(*key);
}

void PianoKeyboard::mouseMoveEvent(QMouseEvent* event) {
  emit pointed(keyAt(event->position()));
}

void PianoKeyboard::leaveEvent(QEvent*) {
  emit pointed(std::nullopt);
}

void PianoKeyboard::moveTo(int key) {
  chosen_ = std::clamp(key, kFirst, kLast);
  setAccessibleDescription(tr("Key %1").arg(QString::fromStdString(noteName(MidiPitch(chosen_)))));
  update();
}

void PianoKeyboard::keyPressEvent(QKeyEvent* event) {
  const int step = event->modifiers() & Qt::ShiftModifier ? 12 : 1;
  switch (event->key()) {
    case Qt::Key_Left:
      return moveTo(chosen_ - step);
    case Qt::Key_Right:
      return moveTo(chosen_ + step);
    case Qt::Key_Space:
    case Qt::Key_Return:
    case Qt::Key_Enter:
      return emit played(chosen_);
    default:
      QWidget::keyPressEvent(event);
  }
}

}  // namespace timbre::ui
