#include "ui/widgets/FlowLayout.h"

#include <QPushButton>
#include <QTest>

namespace timbre::ui {

class FlowLayoutTest : public QObject {
  Q_OBJECT

 private slots:
  void widgetsThatDoNotFitBeginANewLine() {
    QWidget page;
    auto* flow = new FlowLayout(&page);
    QList<QWidget*> all;
    for (int i = 0; i < 3; ++i) {
      all << new QWidget(&page);
      all[i]->setFixedSize(100, 20);
      flow->addWidget(all[i]);
    }
    QCOMPARE(flow->heightForWidth(400), 20);
    QVERIFY(flow->heightForWidth(230) >= 40);
    QVERIFY(flow->heightForWidth(120) >= 60);
    QCOMPARE(flow->minimumSize().width(), 100);
    page.resize(230, 100);
    page.show();
    QCOMPARE(all[0]->y(), all[1]->y());
    QVERIFY(all[1]->x() > all[0]->geometry().right());
    QVERIFY(all[2]->y() > all[0]->geometry().bottom());
    QCOMPARE(all[2]->x(), all[0]->x());
  }

  void aWidgetThatGoesLeavesNoPlace() {
    QWidget page;
    auto* flow = new FlowLayout(&page);
    auto* first = new QPushButton(QStringLiteral("One"), &page);
    flow->addWidget(first);
    flow->addWidget(new QPushButton(QStringLiteral("Two"), &page));
    delete first;
    QCOMPARE(flow->count(), 1);
    QVERIFY(!flow->itemAt(1) && !flow->takeAt(-1));
  }
};

}  // namespace timbre::ui

QTEST_MAIN(timbre::ui::FlowLayoutTest)
#include "FlowLayoutTest.moc"
