#include "ui/library/PitchStrip.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <bitset>

#include "dataset/QueryText.h"

#include "ui/PlainText.h"
#include "ui/ReaderNames.h"
#include "ui/library/LibraryQuery.h"
#include "ui/models/NoteTableModel.h"

namespace timbre::ui {
namespace {

constexpr int kLowest = 9, kHighest = 120;  // what NSynth's instruments reach
constexpr int kKeys = kHighest - kLowest + 1;
constexpr int kBars = 24, kPiano = 16;  // px

bool isBlack(int key) {
  constexpr std::bitset<12> kBlack(0b010101001010);
  return kBlack[static_cast<std::size_t>(key % 12)];
}

}  // namespace

PitchStrip::PitchStrip(LibraryQuery& query, QWidget* parent) : QWidget(parent), query_(query) {
  setObjectName(QStringLiteral("pitchStrip"));
  setFocusPolicy(Qt::StrongFocus);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setReaderRole(*this, QAccessible::Canvas);
  setAccessibleName(tr("Pitch range"));
  setToolTip(
      plainTip(tr("Drag to choose pitches; double click for all; arrow keys move the range")));
  connect(&query_, &LibraryQuery::answered, this, &PitchStrip::read);
}

QSize PitchStrip::sizeHint() const {
  return {200, kBars + kPiano + 4};
}

double PitchStrip::leftOf(int key) const {
  return static_cast<double>(width()) * (key - kLowest) / kKeys;
}

int PitchStrip::keyAt(double x) const {
  return std::clamp(kLowest + static_cast<int>(x * kKeys / std::max(1, width())), kLowest,
                    kHighest);
}

/// "40-52", "60" or note names, as far as one range says it.
void PitchStrip::read() {
  const auto parsed = dataset::parseQuery(query_.text().toStdString()).query.pitches;
  from_ = to_ = -1;
  for (int key = 0; key < 128 && parsed.any(); ++key) {
    if (!parsed[static_cast<std::size_t>(key)]) continue;
    if (from_ < 0) from_ = key;
    to_ = key;
  }
  setAccessibleDescription(from_ < 0 ? tr("All pitches")
                                     : tr("%1 to %2").arg(pitchText(from_), pitchText(to_)));
  update();
}

void PitchStrip::choose(int from, int to) {
  if (from > to) std::swap(from, to);
  query_.setField(QStringLiteral("pitch"),
                  from == to ? QString::number(from) : QStringLiteral("%1-%2").arg(from).arg(to));
}

void PitchStrip::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  const auto& counts = query_.counts().pitches;
  const int most = std::max(1, *std::ranges::max_element(counts));
  const QColor faint = palette().color(QPalette::Mid),
               accent = palette().color(QPalette::Highlight);
  for (int key = kLowest; key <= kHighest; ++key) {
    const double left = leftOf(key), wide = leftOf(key + 1) - left;
    const bool chosen = from_ < 0 || (key >= from_ && key <= to_);
    const double high = kBars * counts[static_cast<std::size_t>(key)] / static_cast<double>(most);
    const double bar = counts[static_cast<std::size_t>(key)] ? std::max(1.0, high) : 0;
    painter.fillRect(QRectF(left, kBars - bar, wide, bar), chosen ? accent : faint);
    const QColor ivory = chosen ? Qt::white : QColor(150, 150, 150);
    painter.fillRect(QRectF(left, kBars + 2, wide, kPiano),
                     isBlack(key) ? QColor(Qt::black) : ivory);
    if (key % 12 == 0) {
      painter.setPen(Qt::darkGray);
      painter.drawLine(QPointF(left, kBars + 2), QPointF(left, kBars + 2 + kPiano));
    }
  }
  if (hasFocus()) {
    painter.setPen(palette().color(QPalette::Highlight));
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
  }
}

void PitchStrip::mousePressEvent(QMouseEvent* event) {
  pressed_ = keyAt(event->position().x());
  choose(pressed_, pressed_);
}

void PitchStrip::mouseMoveEvent(QMouseEvent* event) {
  if (event->buttons() & Qt::LeftButton) choose(pressed_, keyAt(event->position().x()));
}

void PitchStrip::mouseDoubleClickEvent(QMouseEvent*) {
  query_.setField(QStringLiteral("pitch"), {});
}

void PitchStrip::keyPressEvent(QKeyEvent* event) {
  const int step = event->key() == Qt::Key_Right ? 1 : event->key() == Qt::Key_Left ? -1 : 0;
  if (event->key() == Qt::Key_Delete || event->key() == Qt::Key_Backspace)
    return query_.setField(QStringLiteral("pitch"), {});
  if (step == 0) return QWidget::keyPressEvent(event);
  const bool grows = event->modifiers() & Qt::ShiftModifier;
  const int from = from_ < 0 ? pressed_ : from_, to = from_ < 0 ? pressed_ : to_;
  choose(std::clamp(from + (grows ? 0 : step), 0, 127), std::clamp(to + step, 0, 127));
}

}  // namespace timbre::ui
