#include "ui/widgets/PitchSpinBox.h"

#include "base/Units.h"
#include "dataset/NoteQuery.h"

namespace timbre::ui {
namespace {

constexpr int kPage = 10;  // what Qt makes of PageUp
constexpr int kOctave = 12;

/// -1 when the text names no key.
int keyIn(const QString& text) {
  const QString word = text.simplified().section(QLatin1Char(' '), 0, 0);
  if (const int named = dataset::pitchNamed(word.toStdString()); named >= 0) return named;
  bool number = false;
  const int key = word.toInt(&number);
  return number && key >= 0 && key <= 127 ? key : -1;
}

}  // namespace

PitchSpinBox::PitchSpinBox(QWidget* parent) : QSpinBox(parent) {
  setRange(0, 127);
  setToolTip(tr("A note name or a MIDI key; Page Up and Page Down move by an octave"));
}

void PitchSpinBox::stepBy(int steps) {
  if (steps == kPage) steps = kOctave;
  if (steps == -kPage) steps = -kOctave;
  QSpinBox::stepBy(steps);
}

QString PitchSpinBox::textFromValue(int key) const {
  return QStringLiteral("%1  %2").arg(QString::fromStdString(noteName(MidiPitch(key)))).arg(key);
}

int PitchSpinBox::valueFromText(const QString& text) const {
  const int key = keyIn(text);
  return key < 0 ? value() : key;
}

QValidator::State PitchSpinBox::validate(QString& text, int&) const {
  return keyIn(text) < 0 ? QValidator::Intermediate : QValidator::Acceptable;
}

}  // namespace timbre::ui
