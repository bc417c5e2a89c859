#include "ui/widgets/ReadoutText.h"

#include <QStringList>
#include <cmath>

namespace timbre::ui {
namespace {

/// A true minus sign is as wide as a plus: the text does not jump.
QString number(double value, int decimals) {
  QString text = QString::number(value, 'f', decimals);
  if (text.startsWith(QLatin1Char('-'))) {
    // "-0.0" is not a number that anybody wants to read.
    if (text.toDouble() == 0) return text.mid(1);
    text.replace(0, 1, QChar(0x2212));
  }
  return text;
}

struct Note {
  QString name;
  int cents;
};

Note noteOf(double hertz, double a4) {
  const double key = pitchOf(hertz, a4).value;
  const double nearest = std::round(key);
  return {QString::fromStdString(noteName(MidiPitch(nearest))),
          static_cast<int>(std::lround((key - nearest) * 100))};
}

}  // namespace

QString noteText(double hertz, double a4) {
  const Note note = noteOf(hertz, a4);
  const QString sign = note.cents >= 0 ? QStringLiteral("+") : QString();
  return QStringLiteral("%1 %2%3 ¢").arg(note.name, sign, number(note.cents, 0));
}

QString frequencyText(double hertz) {
  // The step is where four digits would round up to five.
  if (hertz >= 999.95) return number(hertz / 1000, 3) + QStringLiteral(" kHz");
  return number(hertz, hertz < 99.995 ? 2 : 1) + QStringLiteral(" Hz");
}

QString periodText(double hertz, SampleRate rate) {
  return QStringLiteral("%1 ms (%2 samples)")
      .arg(number(1000 / hertz, 3), number(rate.hz / hertz, 1));
}

QString timeText(double seconds) {
  return number(seconds, 3) + QStringLiteral(" s");
}

QString levelText(double levelDb, double floorDb) {
  if (levelDb <= floorDb) return QStringLiteral("below %1 dB").arg(number(floorDb, 0));
  return number(levelDb, 1) + QStringLiteral(" dB");
}

QString readoutText(const CellReadout& cell, double a4) {
  QStringList parts{noteText(cell.hertz, a4), frequencyText(cell.hertz),
                    periodText(cell.hertz, cell.rate), timeText(cell.seconds),
                    levelText(cell.levelDb, cell.floorDb)};
  if (cell.instantaneousHertz > 0 && cell.levelDb > cell.floorDb)
    parts << QStringLiteral("actual %1").arg(frequencyText(cell.instantaneousHertz));
  return parts.join(QStringLiteral(" · "));
}

QString spokenReadout(const CellReadout& cell, double a4) {
  Note note = noteOf(cell.hertz, a4);
  note.name.replace(QStringLiteral("♯"), QStringLiteral(" sharp "));
  const QString level =
      cell.levelDb <= cell.floorDb
          ? QStringLiteral("silence")
          : QStringLiteral("%1 decibels").arg(QString::number(cell.levelDb, 'f', 1));
  return QStringLiteral("%1, %2 cents, %3 hertz, %4 seconds, %5")
      .arg(note.name, QString::number(note.cents), QString::number(cell.hertz, 'f', 1),
           QString::number(cell.seconds, 'f', 2), level);
}

}  // namespace timbre::ui
