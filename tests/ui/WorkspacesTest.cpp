// The four workspaces: what each shows, what is kept of a person's changes, and the reset.
#include <QDockWidget>
#include <QStackedWidget>
#include <QTabBar>

#include "support/WindowFixture.h"
#include "ui/views/CompareView.h"
#include "ui/views/MorphView.h"
#include "ui/window/Workspaces.h"

namespace timbre::ui {

using test::WindowFixture;

class WorkspacesTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    QCoreApplication::setOrganizationName(QStringLiteral("timbrescope-tests"));
    QCoreApplication::setApplicationName(QStringLiteral("WorkspacesTest"));
  }

  void theFirstStartShowsLibraryPicturesAndSliders() {
    WindowFixture f;
    f.window->resize(1280, 720);
    QVERIFY(f.settled());
    for (const char* name : {"notesTable", "originalPlot", "wavenetPlot", "baselinePlot",
                             "morphPlot", "timbreSlider", "dynamicsSlider"}) {
      const auto* widget = f.find<QWidget>(name);
      QVERIFY2(widget && widget->isVisible(), name);
      const QRect place(widget->mapTo(f.window.get(), QPoint()), widget->size());
      QVERIFY2(f.window->rect().contains(place), name);
    }
    QVERIFY(f.find<QWidget>("originalPlot")->height() >= f.find<QWidget>("morphPlot")->height());
  }

  void theKeysSwitchAndTheTabsFollow() {
    WindowFixture f;
    QVERIFY(f.settled());
    auto* tabs = f.find<QTabBar>("workspaceBar");
    QCOMPARE(tabs->count(), 4);
    for (const Qt::Key key : {Qt::Key_2, Qt::Key_3, Qt::Key_4, Qt::Key_1}) {
      QTest::keyClick(f.window.get(), key, Qt::ControlModifier);
      QCOMPARE(tabs->currentIndex(), static_cast<int>(key - Qt::Key_1));
    }
    tabs->setCurrentIndex(2);
    QVERIFY(f.find<QAction>("morphAction")->isChecked());
    QVERIFY(centre(f)->currentWidget() == f.find<QWidget>("morphView"));
    QVERIFY(f.find<QWidget>("compareView")->isVisible());  // below
    tabs->setCurrentIndex(1);
    QVERIFY(centre(f)->currentWidget() == f.find<QWidget>("compareView"));
    QVERIFY(!f.find<QWidget>("morphView")->isVisible());
  }

  void everyStopOfTheTabKeyIsOnTheScreen() {
    WindowFixture f;
    QVERIFY(f.settled());
    QSet<const QWidget*> stops;
    for (const Qt::Key key : {Qt::Key_2, Qt::Key_3, Qt::Key_4, Qt::Key_1}) {
      QTest::keyClick(f.window.get(), key, Qt::ControlModifier);
      QTest::qWait(50);
      f.find<QWidget>("workspaceBar")->setFocus();
      for (int i = 0; i < 40; ++i) {
        QTest::keyClick(f.window->focusWidget(), Qt::Key_Tab);
        const QWidget* at = f.window->focusWidget();
        QVERIFY(at);
        const QRect place(at->mapTo(f.window.get(), QPoint()), at->size());
        QVERIFY2(f.window->rect().intersects(place), at->metaObject()->className());
        stops.insert(at);
      }
    }
    QVERIFY(stops.size() > 30);
  }

  void theTabKeyVisitsThePicturesFromLeftToRight() {
    WindowFixture f;
    QVERIFY(f.settled());
    QStringList order;
    const QWidget* first = f.find<QWidget>("originalPlot");
    for (const QWidget* at = first->nextInFocusChain(); at != first; at = at->nextInFocusChain())
      if ((at->focusPolicy() & Qt::TabFocus) && at->isVisible()) order << at->objectName();
    QCOMPARE(order.value(0), QStringLiteral("wavenetPlot"));
    QCOMPARE(order.value(1), QStringLiteral("baselinePlot"));
  }

  void eachKeepsItsChangesAndTheLastComesBack() {
    WindowFixture f;
    QVERIFY(f.settled());
    auto* notes = f.find<QDockWidget>("notesDock");
    notes->hide();
    f.find<QAction>("morphAction")->trigger();
    QVERIFY(notes->isVisible());
    f.restart();
    QVERIFY(f.settled());
    notes = f.find<QDockWidget>("notesDock");
    QCOMPARE(f.find<QTabBar>("workspaceBar")->currentIndex(), 2);
    QVERIFY(notes->isVisible());
    f.find<QAction>("exploreAction")->trigger();
    QVERIFY(!notes->isVisible());
    f.find<QAction>("resetWorkspaceAction")->trigger();
    QVERIFY(notes->isVisible());
  }

  void aWindowThatWasSmallGivesTheDocksTheirShareBack() {
    WindowFixture f;
    QVERIFY(f.settled());
    f.window->resize(1400, 900);
    QTRY_VERIFY(f.find<QWidget>("notesDock")->width() > 400);
    const int before = f.find<QWidget>("notesDock")->width();
    f.window->resize(820, 600);
    QTRY_VERIFY(f.find<QWidget>("notesDock")->width() < before - 50);
    f.window->resize(1400, 900);
    QTRY_VERIFY(std::abs(f.find<QWidget>("notesDock")->width() - before) <= 2);
    f.window->resize(2800, 1600);
    QTRY_VERIFY(f.find<QWidget>("notesDock")->width() > 1.8 * before);
  }

  void noWorkspaceIsLargerThanASmallScreen() {
    WindowFixture f;
    QVERIFY(f.settled());
    // The second is what two device pixels for each of ours leave of 1920 x 1080.
    for (const QSize small : {QSize(1280, 720), QSize(940, 500)}) {
      f.window->resize(small);
      for (const char* action : {"compareAction", "morphAction", "studyAction", "exploreAction"}) {
        f.find<QAction>(action)->trigger();
        QTest::qWait(50);
        QCOMPARE(f.window->size(), small);
      }
    }
  }

  void aViewThatFloatedComesHomeWithTheReset() {
    WindowFixture f;
    QVERIFY(f.settled());
    auto* morph = f.find<QDockWidget>("morphDock");
    morph->setFloating(true);
    f.find<QAction>("compareAction")->trigger();
    QVERIFY(!morph->isVisible());
    f.find<QAction>("exploreAction")->trigger();
    QVERIFY(morph->isFloating());
    f.find<QAction>("resetWorkspaceAction")->trigger();
    QVERIFY(!morph->isFloating() && morph->isVisible());
    QCOMPARE(f.window->dockWidgetArea(morph), Qt::BottomDockWidgetArea);
  }

 private:
  static QStackedWidget* centre(const WindowFixture& f) {
    return f.window->centralWidget()->findChild<QStackedWidget*>();
  }
};

}  // namespace timbre::ui

QTEST_MAIN(timbre::ui::WorkspacesTest)
#include "WorkspacesTest.moc"
