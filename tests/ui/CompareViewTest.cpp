// The comparison in its window: what is lit, where playing begins, differences, scales, figures,
// menus.
#include "ui/views/CompareView.h"

#include <QAction>
#include <QLabel>
#include <QMenu>
#include <QMouseEvent>

#include "support/WindowFixture.h"
#include "ui/views/CompareFooter.h"
#include "ui/views/PanelFigures.h"

namespace timbre::ui {
namespace {

using test::WindowFixture;
using Emphasis = PlotPane::Emphasis;

struct Window : WindowFixture {
  CompareView& compare() { return *find<CompareView>("compareView"); }
  CompareFooter& footer() { return *compare().findChild<CompareFooter*>(); }
  PlayablePlot& original() { return compare().original(); }
  ReconstructionPanel& panel(std::size_t place) { return *compare().panels()[place]; }
  Transport& transport() { return bench().transport; }
  QPoint at(PlayablePlot& plot, double seconds) { return plot.pixelOf({seconds, 300}).toPoint(); }
  void mark(PlayablePlot& plot, double from, double to) {
    QTest::mousePress(&plot, Qt::LeftButton, Qt::ShiftModifier, at(plot, from));
    for (const double seconds : {from + (to - from) / 2, to}) move(plot, at(plot, seconds));
    QTest::mouseRelease(&plot, Qt::LeftButton, Qt::ShiftModifier, at(plot, to));
  }
  static void move(QWidget& widget, QPoint to) {
    QMouseEvent event(QEvent::MouseMove, to, widget.mapToGlobal(to), Qt::NoButton, Qt::LeftButton,
                      Qt::ShiftModifier);
    QCoreApplication::sendEvent(&widget, &event);
  }
  QMenu* menuOf(PlayablePlot& plot) {
    emit plot.customContextMenuRequested(at(plot, 1));
    return plot.findChildren<QMenu*>(QStringLiteral("plotMenu")).last();
  }
  QAction* entry(PlayablePlot& plot, const QString& text) {
    const auto actions = menuOf(plot)->actions();
    for (QAction* action : actions)
      if (action->text().remove(QLatin1Char('&')) == text) return action;
    return nullptr;
  }
};

bool near(double a, double b, double by) {
  return std::abs(a - b) < by;
}

}  // namespace

class CompareViewTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    QCoreApplication::setOrganizationName(QStringLiteral("timbrescope-tests"));
    QCoreApplication::setApplicationName(QStringLiteral("CompareViewTest"));
  }

  void whatSoundsIsLitAndTheOthersAreDimmed() {
    Window f;
    QVERIFY(f.settled());
    f.transport().stop();
    QCOMPARE(f.original().emphasis(), Emphasis::None);
    f.transport().play(f.original().track());
    QTRY_VERIFY(f.transport().playing());
    QCOMPARE(f.original().emphasis(), Emphasis::Sounding);
    QCOMPARE(f.panel(0).emphasis(), Emphasis::Silent);
    QTest::keyClick(f.window.get(), Qt::Key_3);
    QCOMPARE(f.panel(1).emphasis(), Emphasis::Sounding);
    QCOMPARE(f.original().emphasis(), Emphasis::Silent);
    QVERIFY(f.panel(1).title().startsWith(QStringLiteral("■")));
    f.transport().stop();
    QCOMPARE(f.panel(1).emphasis(), Emphasis::None);
    QVERIFY(f.panel(1).title().startsWith(QStringLiteral("▶")));
    QVERIFY(f.panel(0).title().startsWith(QStringLiteral("▷")));
  }

  void aClickIsWhereAllBeginAndAnotherNoteBeginsAnew() {
    Window f;
    QVERIFY(f.settled());
    f.transport().stop();
    const int plays = f.sound->plays;
    QTest::mouseClick(&f.panel(0), Qt::LeftButton, {}, f.at(f.panel(0), 1.5));
    QCOMPARE(f.sound->plays, plays);
    for (PlayablePlot* plot : {&f.original(), static_cast<PlayablePlot*>(&f.panel(1))}) {
      QVERIFY(near(f.transport().cue(plot->track()).start, 1.5, 0.02));
      QVERIFY(near(plot->cueStart(), 1.5, 0.02));
    }
    QVERIFY(f.transport().cue(Track::morph()) == Cue());
    f.transport().play(f.original().track());
    QTRY_VERIFY(f.transport().playing());
    QVERIFY(near(static_cast<double>(f.sound->started.from), 1.5 * 48000, 1000));
    // While it plays it goes there at once.
    QTest::mouseClick(&f.original(), Qt::LeftButton, {}, f.at(f.original(), 0.5));
    QVERIFY(near(static_cast<double>(f.sound->started.from), 0.5 * 48000, 1000));
    f.click(2);
    QVERIFY(f.settled());
    QVERIFY(f.transport().cue(f.original().track()) == Cue());
    QCOMPARE(f.original().cueStart(), 0.0);
  }

  void aMarkedPartPlaysAndRepeatsInAll() {
    Window f;
    QVERIFY(f.settled());
    f.transport().setCurrent(f.original().track());
    f.transport().stop();
    f.mark(f.panel(0), 2.0, 1.0);
    QTRY_VERIFY(f.transport().playing());
    QVERIFY(f.sound->region);
    QVERIFY(near(static_cast<double>(f.sound->region->from), 48000, 1500));
    QVERIFY(near(static_cast<double>(f.sound->region->to), 96000, 1500));
    QVERIFY(f.original().loop() && near(f.original().loop()->to, 2, 0.03));
    QTest::keyClick(f.window.get(), Qt::Key_2);
    QVERIFY(f.sound->started.inPlace && f.sound->region);
    // A click ends the repeating.
    QTest::mouseClick(&f.original(), Qt::LeftButton, {}, f.at(f.original(), 0.5));
    QVERIFY(!f.original().loop());
    QVERIFY(!f.sound->region);
  }

  void byKeysAPartIsMarkedFromTheCueToTheCrosshair() {
    Window f;
    QVERIFY(f.settled());
    f.transport().stop();
    f.original().setFocus();
    f.original().setCursor(PlotPoint{1.0, 300});
    QTest::keyClick(&f.original(), Qt::Key_Return);
    QCOMPARE(f.original().cueStart(), 1.0);
    f.original().setCursor(PlotPoint{1.75, 300});
    QTest::keyClick(&f.original(), Qt::Key_Return, Qt::ShiftModifier);
    QVERIFY(f.original().loop());
    QCOMPARE(f.original().loop()->from, 1.0);
    QCOMPARE(f.original().loop()->to, 1.75);
  }

  void differencesAreColouredAndTakenBack() {
    Window f;
    QVERIFY(f.settled());
    const auto colour = [&](PlayablePlot& plot) {
      QTest::qWait(30);
      return plot.grab().toImage().pixelColor(plot.pixelOf({2, 261.6}).toPoint());
    };
    const QColor own = colour(f.panel(0)), original = colour(f.original());
    auto* action = f.compare().findChild<QAction*>(QStringLiteral("differencesAction"));
    action->trigger();
    // The fake's sine has another level than the note's: orange or blue, but not the tone's colour.
    QVERIFY(colour(f.panel(0)) != own);
    QCOMPARE(colour(f.original()), original);
    QVERIFY(f.find<QWidget>("differenceLegend")->isVisible());
    action->trigger();
    QCOMPARE(colour(f.panel(0)), own);
  }

  void oneScaleOrEachItsOwnAndSaidSo() {
    Window f;
    QVERIFY(f.settled());
    const auto reference = [&](PlayablePlot& plot) {
      return plot.picture().rainbowgram->referencePower;
    };
    auto* action = f.compare().findChild<QAction*>(QStringLiteral("oneScaleAction"));
    QVERIFY(action->isChecked());
    QCOMPARE(reference(f.panel(0)), reference(f.original()));
    QVERIFY(f.find<QWidget>("compareState")
                ->accessibleName()
                .startsWith(QStringLiteral("one dB scale")));
    action->trigger();
    QVERIFY(f.settled());
    QCOMPARE(reference(f.panel(0)), f.panel(0).picture().rainbowgram->peakPower);
    QVERIFY(reference(f.panel(0)) != reference(f.original()));
    QVERIFY(
        f.find<QWidget>("compareState")->accessibleName().startsWith(QStringLiteral("separate")));
    f.restart();
    QVERIFY(f.settled());
    QVERIFY(!Preferences().oneScale());
  }

  void loudnessIsMatchedUntilItIsSwitchedOff() {
    Window f;
    QVERIFY(f.settled());
    auto* action = f.compare().findChild<QAction*>(QStringLiteral("matchLoudnessAction"));
    QVERIFY(action->isChecked());
    const Track model = f.panel(0).track();
    QTRY_VERIFY(f.bench().loudness.loudness(model));
    QVERIFY(f.transport().gain(model) != 1 || f.transport().gain(f.original().track()) != 1);
    QVERIFY(f.find<QWidget>("compareState")
                ->accessibleName()
                .contains(QStringLiteral("loudness matched")));
    action->trigger();
    QCOMPARE(f.transport().gain(model), 1.0);
    QVERIFY(
        f.find<QWidget>("compareState")->accessibleName().contains(QStringLiteral("unchanged")));
    QVERIFY(!Preferences().matchLoudness());
  }

  void eachPanelHasItsFiguresAndSaysHow() {
    Window f;
    QVERIFY(f.settled());
    const auto* original = f.original().findChild<PanelFigures*>();
    const auto* model = f.panel(0).findChild<PanelFigures*>();
    QVERIFY2(original->text().contains(QStringLiteral("LUFS")), qPrintable(original->text()));
    QVERIFY2(model->text().contains(QStringLiteral("distance")), qPrintable(model->text()));
    QVERIFY2(model->text().contains(QStringLiteral("¢")), qPrintable(model->text()));
    auto cells = model->findChildren<QWidget*>(Qt::FindDirectChildrenOnly);
    cells.removeIf([](QWidget* cell) { return qobject_cast<QLabel*>(cell); });  // the mark
    QCOMPARE(cells.size(), 5);
    for (const QWidget* cell : cells) {
      QVERIFY(!cell->accessibleName().isEmpty());
      QVERIFY(cell->accessibleDescription().endsWith(QLatin1Char('.')));
    }
  }

  void aPictureHasAMenu() {
    Window f;
    QVERIFY(f.settled());
    f.transport().stop();
    for (const char* text : {"Play", "Export sound …", "Export picture …", "Copy picture", "Fit",
                             "Colours", "Set as A", "Set as B"}) {
      QVERIFY2(f.entry(f.panel(0), QString::fromUtf8(text)), text);
      QVERIFY2(f.entry(f.panel(0), QString::fromUtf8(text))->isEnabled(), text);
    }
    QVERIFY(!f.entry(*f.find<PlayablePlot>("morphPlot"), QStringLiteral("Set as A")));
    f.entry(f.panel(0), QStringLiteral("Set as B"))->trigger();
    QCOMPARE(f.bench().session.state().noteB, f.bench().session.selectedNote());
    f.entry(f.panel(0), QStringLiteral("Play from 1.000 s"));
    f.entry(f.panel(0), QStringLiteral("Play"))->trigger();
    QTRY_VERIFY(f.transport().playing());
    QCOMPARE(f.transport().current(), f.panel(0).track());
    QVERIFY(f.entry(f.panel(0), QStringLiteral("Stop")));
  }
};

}  // namespace timbre::ui

QTEST_MAIN(timbre::ui::CompareViewTest)
#include "CompareViewTest.moc"
