#include "ui/widgets/PlotNavigator.h"

#include <QTest>
#include <cmath>

#include "base/Units.h"
#include "support/Pictures.h"

using namespace timbre;
using namespace timbre::ui;

namespace {

const PlotRange kWhole{{0, 4}, {36, 108}};
constexpr PlotPoint kA4{1.0, 440.0};

PlotNavigator looking(const PlotRange& range = kWhole) {
  PlotNavigator navigator;
  navigator.setExtent(kWhole);
  navigator.setRange(range);
  return navigator;
}

double share(const Interval& seen, double at) {
  return (at - seen.from) / seen.size();
}

bool inside(const PlotRange& range) {
  constexpr double kTiny = 1e-9;
  return range.seconds.from >= kWhole.seconds.from - kTiny &&
         range.seconds.to <= kWhole.seconds.to + kTiny &&
         range.keys.from >= kWhole.keys.from - kTiny && range.keys.to <= kWhole.keys.to + kTiny;
}

}  // namespace

class PlotNavigatorTest : public QObject {
  Q_OBJECT

 private slots:
  void aRangeIsCutToTheExtentAndNeverTooNarrow() {
    auto navigator = looking({{-3, 9}, {0, 200}});
    QCOMPARE(navigator.range(), kWhole);
    navigator.setRange({{2, 2.001}, {60, 60.1}});
    QCOMPARE(navigator.range().seconds.size(), kSmallestSeconds);
    QCOMPARE(navigator.range().keys.size(), kSmallestKeys);
  }

  void theWheelZoomsAboutThePointer() {
    const auto navigator = looking();
    const PlotRange time = navigator.turned(kA4, {WheelTurn::Use::ZoomTime, 1, 0});
    QCOMPARE(time.keys, kWhole.keys);
    QCOMPARE(time.seconds.size(), 0.8 * 4);
    QCOMPARE(share(time.seconds, 1.0), share(kWhole.seconds, 1.0));
    const PlotRange pitch = navigator.turned(kA4, {WheelTurn::Use::ZoomPitch, 1, 0});
    QCOMPARE(pitch.seconds, kWhole.seconds);
    QVERIFY(std::abs(share(pitch.keys, 69) - share(kWhole.keys, 69)) < 1e-9);
    QCOMPARE(navigator.range(), kWhole);  // an answer, not a change
  }

  void shiftAndATiltedWheelMoveAlong() {
    const auto navigator = looking({{1, 2}, {36, 108}});
    QCOMPARE(navigator.turned(kA4, {WheelTurn::Use::MoveTime, -1, 0}).seconds,
             (Interval{1.12, 2.12}));
    QCOMPARE(navigator.turned(kA4, {WheelTurn::Use::ZoomTime, 0, 1}).seconds,
             (Interval{0.88, 1.88}));
  }

  void noGestureLeavesTheExtent() {
    const auto navigator = looking({{0, 1}, {36, 60}});
    for (const double notches : {-50.0, 50.0})
      for (const auto use :
           {WheelTurn::Use::ZoomTime, WheelTurn::Use::ZoomPitch, WheelTurn::Use::MoveTime})
        QVERIFY(inside(navigator.turned(kA4, {use, notches, notches})));
    QVERIFY(inside(navigator.dragged(navigator.range(), 30, -30)));
    QVERIFY(inside(navigator.showing({1000, 20000})));
  }

  void aDragMovesWithTheHand() {
    const auto navigator = looking({{1, 2}, {60, 72}});
    const PlotRange moved = navigator.dragged(navigator.range(), -0.5, 0.5);
    QCOMPARE(moved.seconds, (Interval{1.5, 2.5}));
    QCOMPARE(moved.keys, (Interval{66, 78}));
  }

  void keysZoomAboutTheCrosshairElseAboutTheMiddle() {
    auto navigator = looking();
    QCOMPARE(navigator.zoomedByKey(true, false).seconds, (Interval{0.4, 3.6}));
    navigator.setCursor(PlotPoint{0.0, 440});
    QCOMPARE(navigator.zoomedByKey(true, false).seconds, (Interval{0, 3.2}));
  }

  void aStepIsAlwaysOneOtherCell() {
    const auto picture = test::pictureOfA4();
    const auto& cells = *picture.rainbowgram;
    auto navigator = looking();
    navigator.setCursor(PlotPoint{cells.secondsOf(20), 440});
    const PlotPoint right = navigator.stepped(cells, CursorStep::Right, false);
    QCOMPARE(right.seconds, cells.secondsOf(21));
    const PlotPoint far = navigator.stepped(cells, CursorStep::Left, true);
    QCOMPARE(far.seconds, cells.secondsOf(10));
    const PlotPoint octave = navigator.stepped(cells, CursorStep::OctaveUp, false);
    QVERIFY(std::abs(octave.hertz / 880 - 1) < 0.03);
    QCOMPARE(navigator.stepped(cells, CursorStep::End, false).seconds,
             cells.secondsOf(cells.frames - 1));
    QCOMPARE(navigator.stepped(cells, CursorStep::Start, false).seconds, cells.secondsOf(0));
  }

  void whatIsInViewDoesNotMove() {
    const auto navigator = looking({{1, 2}, {60, 72}});
    QCOMPARE(navigator.showing({1.5, 440}), navigator.range());
    QCOMPARE(navigator.showing({2.5, 440}).seconds, (Interval{1.5, 2.5}));
  }
};

QTEST_APPLESS_MAIN(PlotNavigatorTest)
#include "PlotNavigatorTest.moc"
