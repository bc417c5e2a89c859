#include "ui/ReaderNames.h"

#include <QAccessible>
#include <QAction>
#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
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

  void aWindowOfItsOwnIsOneForReadersTooByItsTitle() {
    QWidget window;
    nameForReaders(window);
    window.setWindowTitle(QStringLiteral("Train a model"));
    auto* part = new QWidget(&window);
    auto* button = new QPushButton(&window);
    const auto roleOf = [](QWidget* widget) {
      return QAccessible::queryAccessibleInterface(widget)->role();
    };
    QCOMPARE(roleOf(&window), QAccessible::Window);
    QCOMPARE(QAccessible::queryAccessibleInterface(&window)->text(QAccessible::Name),
             window.windowTitle());
    QCOMPARE(roleOf(part), QAccessible::Client);
    QCOMPARE(roleOf(button), QAccessible::Button);
  }

  void aDrawnWidgetIsWhatItSays() {
    QWidget drawn;
    setReaderRole(drawn, QAccessible::StaticText);
    drawn.setAccessibleName(QStringLiteral("Resolution 31 Hz"));
    const auto* item = QAccessible::queryAccessibleInterface(&drawn);
    QCOMPARE(item->role(), QAccessible::StaticText);
    QCOMPARE(item->text(QAccessible::Name), drawn.accessibleName());
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
