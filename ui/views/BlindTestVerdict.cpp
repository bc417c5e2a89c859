#include "ui/views/BlindTestVerdict.h"

#include <QCoreApplication>

#include "ui/CountText.h"

namespace timbre::ui {
namespace {

constexpr double kClear = 0.05;  // of p

struct Words {
  Q_DECLARE_TR_FUNCTIONS(BlindTestVerdict)
};

QString chanceOf(const evaluation::BlindTest& test) {
  return test.p() < 0.001 ? Words::tr("p < 0.001") : Words::tr("p = %1").arg(test.p(), 0, 'f', 3);
}

QString times(int number) {
  return countText(number, Words::tr("once"), Words::tr("%1 times"));
}

}  // namespace

QString verdictOf(const evaluation::BlindTest& test, const evaluation::BlindTestNames& names) {
  const QString first = QString::fromStdString(names.sounds[0]);
  const QString second = QString::fromStdString(names.sounds[1]);
  const bool clear = test.p() < kClear;
  if (test.kind() == evaluation::BlindTestKind::Preference) {
    const QString counts = Words::tr("%1 was preferred %2, %3 %4 (%5, two-sided).")
                               .arg(first, times(test.hits()), second,
                                    times(test.size() - test.hits()), chanceOf(test));
    return counts + QLatin1Char('\n') +
           (clear ? Words::tr("This is more than chance.") : Words::tr("This may be chance."));
  }
  const QString counts =
      Words::tr("%1 of %2 right (%3).").arg(test.hits()).arg(test.size()).arg(chanceOf(test));
  const bool inOrder = test.soundOf(0) == 0;
  const QString sides =
      Words::tr("A was %1, B was %2.").arg(inOrder ? first : second, inOrder ? second : first);
  return counts + QLatin1Char('\n') +
         (clear ? Words::tr("You hear the difference.")
                : Words::tr("This does not show that you hear a difference.")) +
         QLatin1Char('\n') + sides;
}

}  // namespace timbre::ui
