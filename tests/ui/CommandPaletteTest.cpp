// The command palette: what the menus hold, found by parts of its name, run by Return.
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QSignalSpy>
#include <QTest>
#include <QTreeWidget>

#include "ui/window/CommandPalette.h"

namespace timbre::ui {

class CommandPaletteTest : public QObject {
  Q_OBJECT

 private slots:
  void everyActionIsThereWithItsPath() {
    Menus m;
    const auto all = commandsOf(m.bar);
    QStringList titles;
    for (const Command& command : all) titles << command.title;
    QCOMPARE(titles, QStringList({QStringLiteral("File › Open library …"),
                                  QStringLiteral("File › Open recent › Bass & drums"),
                                  QStringLiteral("View › Theme › Dark"),
                                  QStringLiteral("View › Full screen")}));
  }

  void allWordsMustMatchAndTheNameComesFirst() {
    Menus m;
    const auto all = commandsOf(m.bar);
    QCOMPARE(matching(all, QStringLiteral("dark view")).size(), std::size_t{1});
    QCOMPARE(matching(all, QStringLiteral("dark file")).size(), std::size_t{0});
    QCOMPARE(matching(all, QStringLiteral("open")).front().title,
             QStringLiteral("File › Open library …"));
    QCOMPARE(matching(all, QStringLiteral("scr")).front().title,
             QStringLiteral("View › Full screen"));
    QCOMPARE(matching(all, QStringLiteral("  ")).size(), all.size());
  }

  void returnRunsTheChosenOneAndArrowsChoose() {
    Menus m;
    m.window.resize(800, 600);
    m.window.show();
    QSignalSpy dark(m.dark, &QAction::triggered), full(m.full, &QAction::triggered);
    auto* palette = new CommandPalette(commandsOf(m.bar), &m.window);
    palette->show();
    auto* field = palette->findChild<QLineEdit*>();
    QTest::keyClicks(field, QStringLiteral("view"));
    QTest::keyClick(field, Qt::Key_Down);
    QTest::keyClick(field, Qt::Key_Return);
    QTRY_COMPARE(full.count(), 1);
    QCOMPARE(dark.count(), 0);
    QVERIFY(!palette->isVisible());
  }

  void whatCannotBeDoneNowIsGreyAndDoesNothing() {
    Menus m;
    m.dark->setEnabled(false);
    QSignalSpy dark(m.dark, &QAction::triggered);
    CommandPalette palette(commandsOf(m.bar), &m.window);
    palette.show();
    auto* field = palette.findChild<QLineEdit*>();
    QTest::keyClicks(field, QStringLiteral("dark"));
    QVERIFY(palette.findChild<QTreeWidget*>()->topLevelItem(0)->isDisabled());
    QTest::keyClick(field, Qt::Key_Return);
    QTest::qWait(20);
    QCOMPARE(dark.count(), 0);
    QTest::keyClicks(field, QStringLiteral("zzz"));
    QCOMPARE(palette.findChild<QTreeWidget*>()->topLevelItemCount(), 1);  // a sentence
    QTest::keyClick(field, Qt::Key_Return);
    QVERIFY(palette.isVisible());
  }

 private:
  struct Menus {
    QWidget window;
    QMenuBar bar{&window};
    QAction* dark = nullptr;
    QAction* full = nullptr;
    Menus() {
      QMenu* file = bar.addMenu(QStringLiteral("&File"));
      file->addAction(QStringLiteral("&Open library …"));
      file->addSeparator();
      QMenu* recent = file->addMenu(QStringLiteral("Open &recent"));
      QObject::connect(recent, &QMenu::aboutToShow, recent, [recent] {
        recent->clear();
        recent->addAction(QStringLiteral("Bass && drums"));
      });
      QMenu* view = bar.addMenu(QStringLiteral("&View"));
      dark = view->addMenu(QStringLiteral("&Theme"))->addAction(QStringLiteral("Dark"));
      full = view->addAction(QStringLiteral("F&ull screen"));
    }
  };
};

}  // namespace timbre::ui

QTEST_MAIN(timbre::ui::CommandPaletteTest)
#include "CommandPaletteTest.moc"
