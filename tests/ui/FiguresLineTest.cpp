#include "ui/widgets/FiguresLine.h"

#include <QLabel>
#include <QTest>

namespace timbre::ui {

class FiguresLineTest : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    line_ = std::make_unique<FiguresLine>();
    line_->showFigures({{QStringLiteral("distance"), QStringLiteral("4.0 dB"), {}},
                        {QStringLiteral("pitch"), QStringLiteral("-1 cents"), {}},
                        {QStringLiteral("attack"), QStringLiteral("+82 ms"), {}}});
    line_->show();
  }
  void cleanup() { line_.reset(); }

  void allAreShownWhereTheyFit() {
    line_->resize(600, line_->height());
    QCOMPARE(shown(), QStringLiteral("distance 4.0 dB, pitch -1 cents, attack +82 ms"));
  }

  void whatDoesNotFitIsNamedByTheMark() {
    const QFontMetrics metrics = line_->fontMetrics();
    line_->resize(metrics.horizontalAdvance(QStringLiteral("distance-1 cents……")) + 24,
                  line_->height());
    QCOMPARE(shown(), QStringLiteral("distance 4.0 dB, pitch -1 cents, …"));
    QVERIFY(mark()->toolTip().contains(QStringLiteral("attack +82 ms")));
    QVERIFY(!mark()->toolTip().contains(QStringLiteral("pitch")));
    QCOMPARE(line_->text(), QStringLiteral("distance 4.0 dB, pitch -1 cents, attack +82 ms"));
    line_->resize(600, line_->height());
    QCOMPARE(shown(), QStringLiteral("distance 4.0 dB, pitch -1 cents, attack +82 ms"));
  }

  void aWordAloneStaysHoweverNarrow() {
    line_->showNone(QStringLiteral("Making the sound"));
    line_->resize(30, line_->height());
    QVERIFY(!mark()->isVisible());
  }

 private:
  QLabel* mark() const {
    for (auto* label : line_->findChildren<QLabel*>(QString(), Qt::FindDirectChildrenOnly))
      return label;
    return nullptr;
  }
  QString shown() const {
    QCoreApplication::processEvents();
    QStringList values;
    for (auto* cell : line_->findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly)) {
      if (cell != mark() && cell->isVisible()) values << cell->accessibleName();
    }
    if (mark()->isVisible()) values << QStringLiteral("…");
    return values.join(QStringLiteral(", "));
  }

  std::unique_ptr<FiguresLine> line_;
};

}  // namespace timbre::ui

QTEST_MAIN(timbre::ui::FiguresLineTest)
#include "FiguresLineTest.moc"
