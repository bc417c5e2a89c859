#include "ui/widgets/NumberTicks.h"

#include <cmath>
#include <optional>

namespace timbre::ui {
namespace {

constexpr double kApart = 1.05;  // of a line's height

/// "-05" as "⁻⁵"
QString raised(const QString& exponent) {
  static const QString kDigits = QStringLiteral("⁰¹²³⁴⁵⁶⁷⁸⁹");
  QString text;
  const int number = exponent.toInt();
  const QString digits = QString::number(std::abs(number));
  for (const QChar digit : digits) text += kDigits[digit.digitValue()];
  return number < 0 ? QStringLiteral("⁻") + text : text;
}

}  // namespace

QString printedNumber(const QString& number) {
  QString text = number;
  if (text.startsWith(QLatin1Char('-'))) text[0] = QChar(0x2212);
  const auto e = text.indexOf(QLatin1Char('e'), 0, Qt::CaseInsensitive);
  bool isPower = false;
  (void)text.mid(e + 1).toInt(&isPower);
  if (e < 1 || !isPower) return text;
  const QString power = QStringLiteral("10") + raised(text.mid(e + 1));
  const QString factor = text.left(e);
  if (factor == QLatin1String("1")) return power;
  if (factor == QStringLiteral("−1")) return QStringLiteral("−") + power;
  return factor + QStringLiteral(" × ") + power;
}

// NOLINTNEXTLINE(readability-function-size): the parameters are those of QCustomPlot
void SparseWords::generate(const QCPRange& range, const QLocale& locale, QChar format,
                           int precision, QVector<double>& ticks, QVector<double>* subTicks,
                           QVector<QString>* tickLabels) {
  QCPAxisTickerText::generate(range, locale, format, precision, ticks, subTicks, tickLabels);
  if (!tickLabels) return;
  const double room = kApart * QFontMetricsF(axis_.tickLabelFont()).height();
  std::optional<double> last;
  for (qsizetype i = 0; i < ticks.size(); ++i) {
    const double place = axis_.coordToPixel(ticks[i]);
    if (last && std::abs(place - *last) < room) {
      (*tickLabels)[i].clear();
    } else {
      last = place;
    }
  }
}

void printNumbers(QCPAxis& axis) {
  axis.setNumberFormat(QStringLiteral("g"));
  axis.setTicker(QSharedPointer<QCPAxisTicker>(new NumberTicks<QCPAxisTicker>));
}

}  // namespace timbre::ui
