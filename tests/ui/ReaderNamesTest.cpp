#include "ui/ReaderNames.h"

#include <QAction>
#include <QComboBox>
#include <QLineEdit>
#include <QTest>

using namespace timbre::ui;

class ReaderNamesTest : public QObject {
  Q_OBJECT
 private slots:
  void aComboBoxSaysWhatIsChosenInIt() {
    QComboBox box;
    box.addItem(QStringLiteral("Cents"));
    box.setAccessibleName(QStringLiteral("Unit"));
    nameForReaders(box);
    QCOMPARE(box.accessibleDescription(), QStringLiteral("Unit"));
  }

  void aDescriptionOfItsOwnStays() {
    QComboBox box;
    box.setAccessibleName(QStringLiteral("Unit"));
    box.setAccessibleDescription(QStringLiteral("Unit of the pitch"));
    nameForReaders(box);
    QCOMPARE(box.accessibleDescription(), QStringLiteral("Unit of the pitch"));
  }

  void theClearButtonOfAFieldGetsAName() {
    QLineEdit field;
    nameForReaders(field);  // has none
    field.setClearButtonEnabled(true);
    auto* action = field.findChild<QAction*>();
    QVERIFY(action && action->text().isEmpty());
    nameForReaders(field);
    QCOMPARE(action->text(), QStringLiteral("Clear"));
    action->setText(QStringLiteral("Clear the search"));
    nameForReaders(field);
    QCOMPARE(action->text(), QStringLiteral("Clear the search"));
  }
};

QTEST_MAIN(ReaderNamesTest)
#include "ReaderNamesTest.moc"
