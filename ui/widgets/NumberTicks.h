/// Labels on the axes of QCustomPlot, set as in print.
#pragma once

#include <qcustomplot.h>

namespace timbre::ui {

/// "−1.5 × 10⁻⁵" for "-1.5e-05" and "10⁻⁵" for "1e-05": a minus sign, not a hyphen, and the
/// exponent raised.
QString printedNumber(const QString& number);

/// A ticker of QCustomPlot whose numbers are printed so. The axis' number format has to be one
/// without QCustomPlot's own powers: "g" or "e".
template <class Base>
class NumberTicks : public Base {
 protected:
  QString getTickLabel(double tick, const QLocale& locale, QChar format, int precision) override {
    return printedNumber(Base::getTickLabel(tick, locale, format, precision));
  }
};

/// Words at given places of an upright axis, those left out that would touch the one below.
class SparseWords : public QCPAxisTickerText {
 public:
  explicit SparseWords(const QCPAxis& axis) : axis_(axis) {}
  void generate(const QCPRange& range, const QLocale& locale, QChar format, int precision,
                QVector<double>& ticks, QVector<double>* subTicks,
                QVector<QString>* tickLabels) override;

 private:
  const QCPAxis& axis_;
};

/// The axis has numbers from now on, printed as above.
void printNumbers(QCPAxis& axis);

}  // namespace timbre::ui
