#include "ui/widgets/NumberTicks.h"

#include <QTest>

namespace timbre::ui {

class NumberTicksTest : public QObject {
  Q_OBJECT

 private slots:
  void numbersAreSetAsInPrint() {
    QCOMPARE(printedNumber(QStringLiteral("0.5")), QStringLiteral("0.5"));
    QCOMPARE(printedNumber(QStringLiteral("-60")), QStringLiteral("−60"));
    QCOMPARE(printedNumber(QStringLiteral("-1.5e-05")), QStringLiteral("−1.5 × 10⁻⁵"));
    QCOMPARE(printedNumber(QStringLiteral("1e+12")), QStringLiteral("10¹²"));
    QCOMPARE(printedNumber(QStringLiteral("-1e+06")), QStringLiteral("−10⁶"));
    QCOMPARE(printedNumber(QStringLiteral("2e")), QStringLiteral("2e"));
  }

  void anAxisBelowZeroHasNoHyphen() {
    QCustomPlot plot;
    plot.resize(300, 300);
    printNumbers(*plot.yAxis);
    plot.yAxis->setRange(-80, 0);
    plot.replot();
    const QVector<QString> labels = plot.yAxis->tickVectorLabels();
    QVERIFY(labels.size() > 2);
    QVERIFY(labels.contains(QStringLiteral("−60")));
    for (const QString& label : labels) QVERIFY(!label.contains(QLatin1Char('-')));
  }

  void wordsThatWouldTouchAreLeftOut() {
    QCustomPlot plot;
    plot.show();
    QSharedPointer<SparseWords> words(new SparseWords(*plot.yAxis));
    for (int i = 0; i < 8; ++i) words->addTick(i, QStringLiteral("C%1").arg(i));
    plot.yAxis->setTicker(words);
    plot.yAxis->setRange(-0.5, 7.5);
    const auto named = [&](int height) {
      plot.resize(200, height);
      plot.replot();
      plot.replot();  // the first one lays out
      QStringList names;
      const auto labels = plot.yAxis->tickVectorLabels();
      for (const QString& label : labels)
        if (!label.isEmpty()) names << label;
      return names;
    };
    QCOMPARE(named(600).size(), 8);
    const QStringList few = named(120);
    QVERIFY2(few.size() >= 2 && few.size() < 8, qPrintable(few.join(QLatin1Char(' '))));
    QCOMPARE(few.first(), QStringLiteral("C0"));
  }
};

}  // namespace timbre::ui

QTEST_MAIN(timbre::ui::NumberTicksTest)
#include "NumberTicksTest.moc"
