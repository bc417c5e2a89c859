#include "ui/widgets/PlotGroup.h"

#include <qcustomplot.h>

#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>
#include <array>

#include "support/Pictures.h"
#include "ui/widgets/RainbowgramPlot.h"

using namespace timbre::ui;

class PlotGroupTest : public QObject {
  Q_OBJECT
 private slots:
  void init();
  void cleanup();
  void zoomingOneZoomsAll();
  void theCrosshairStandsInAll();
  void thePlayheadRunsInAll();
  void settersDoNotEmit();
  void aPlotThatDiesLeaves();
  void aNewcomerTakesTheRange();
  void plotsThatDifferByAPixelHaveTheSameAxes();

 private:
  std::unique_ptr<PlotGroup> group_;
  std::array<RainbowgramPlot*, 3> plots_{};
};

void PlotGroupTest::init() {
  group_ = std::make_unique<PlotGroup>();
  for (RainbowgramPlot*& plot : plots_) {
    plot = new RainbowgramPlot;
    plot->resize(400, 300);
    plot->showPicture(test::pictureOfA4());
    plot->show();
    QVERIFY(QTest::qWaitForWindowExposed(plot));
    group_->add(plot);
  }
}

void PlotGroupTest::cleanup() {
  for (RainbowgramPlot*& plot : plots_) {
    delete plot;
    plot = nullptr;
  }
}

void PlotGroupTest::zoomingOneZoomsAll() {
  QSignalSpy spy(group_.get(), &PlotGroup::rangeMoved);
  const QPointF at = plots_[1]->pixelOf({1, 440});
  QWheelEvent event(at, plots_[1]->mapToGlobal(at), {}, {0, 240}, Qt::NoButton, {},
                    Qt::NoScrollPhase, false);
  QCoreApplication::sendEvent(plots_[1], &event);
  QVERIFY(plots_[1]->range() != plots_[1]->extent());
  QCOMPARE(plots_[0]->range(), plots_[1]->range());
  QCOMPARE(plots_[2]->range(), plots_[1]->range());
  QCOMPARE(spy.count(), 1);
}

void PlotGroupTest::theCrosshairStandsInAll() {
  QSignalSpy spy(group_.get(), &PlotGroup::cursorMoved);
  QTest::mouseMove(plots_[0], plots_[0]->pixelOf({1, 440}).toPoint());
  QVERIFY(plots_[0]->cursor());
  QCOMPARE(plots_[2]->cursor(), plots_[0]->cursor());
  QCOMPARE(spy.count(), 1);
  QEvent leave(QEvent::Leave);
  QCoreApplication::sendEvent(plots_[0], &leave);
  QVERIFY(!plots_[2]->cursor());
  QVERIFY(!spy.last().first().value<std::optional<PlotPoint>>());
}

void PlotGroupTest::thePlayheadRunsInAll() {
  group_->setPlayhead(1.25);
  for (const RainbowgramPlot* plot : plots_) QCOMPARE(plot->playhead(), std::optional(1.25));
}

void PlotGroupTest::settersDoNotEmit() {
  QSignalSpy cursor(group_.get(), &PlotGroup::cursorMoved);
  QSignalSpy range(group_.get(), &PlotGroup::rangeMoved);
  group_->setRange({{1, 2}, {60, 70}});
  group_->fit();
  group_->setPlayhead(2);
  group_->setA4(442);
  QCOMPARE(cursor.count() + range.count(), 0);
  QCOMPARE(plots_[2]->a4(), 442.0);
}

void PlotGroupTest::aPlotThatDiesLeaves() {
  delete plots_[1];
  plots_[1] = nullptr;
  QCOMPARE(group_->plots().size(), std::size_t{2});
  group_->setRange({{1, 2}, {60, 70}});
}

void PlotGroupTest::aNewcomerTakesTheRange() {
  group_->setRange({{1, 2}, {60, 70}});
  RainbowgramPlot late;
  late.showPicture(test::pictureOfA4());
  group_->add(&late);
  QCOMPARE(late.range(), (PlotRange{{1, 2}, {60, 70}}));
}

void PlotGroupTest::plotsThatDifferByAPixelHaveTheSameAxes() {
  const auto canvasOf = [&](std::size_t i) { return plots_[i]->findChild<QCustomPlot*>(); };
  const auto timesOf = [&](std::size_t i) { return canvasOf(i)->xAxis->tickVectorLabels(); };
  const auto rightOf = [&](std::size_t i) { return canvasOf(i)->axisRect()->margins().right(); };
  // Through every width where one of two neighbours has room for something more.
  for (int wide = 150; wide < 460; ++wide) {
    plots_[0]->resize(wide, 300);
    plots_[1]->resize(wide + 1, 300);
    plots_[2]->resize(700, 300);  // stands elsewhere
    for (std::size_t i = 0; i < 3; ++i) canvasOf(i)->replot();
    QCOMPARE(timesOf(1), timesOf(0));
    QCOMPARE(rightOf(1), rightOf(0));
    QVERIFY(wide > 250 || timesOf(2).size() > timesOf(0).size());
  }
}

QTEST_MAIN(PlotGroupTest)
#include "PlotGroupTest.moc"
