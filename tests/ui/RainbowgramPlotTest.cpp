#include "ui/widgets/RainbowgramPlot.h"

#include <QAccessible>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>
#include <cmath>

#include "support/Pictures.h"
#include "ui/Theme.h"

using namespace timbre::ui;

namespace {

constexpr PlotPoint kMiddleA4{2.0, 440.0};

int brightness(const QColor& colour) {
  return colour.red() + colour.green() + colour.blue();
}

}  // namespace

class RainbowgramPlotTest : public QObject {
  Q_OBJECT
 private slots:
  void init();
  void cleanup() { plot_.reset(); }
  void drawsEachCellWhereTheAxesSay();
  void readsOutTheCellUnderThePointer();
  void outsideThePictureThereIsNothingToRead();
  void wheelZoomsTimeAndWithControlPitch();
  void dragMovesAndStopsAtTheEnd();
  void aClickIsNoDrag();
  void doubleClickAndFFitAgain();
  void keysMoveTheCrosshairByCells();
  void shiftAndADragMarkAPart();
  void settersDoNotEmit();
  void thePlayheadIsSeenWhereItIs();
  void aDarkPaletteRecoloursAtOnce();
  void statesReplaceThePicture();
  void isAChartForScreenReaders();
  void aSilentOrEmptyPictureIsNoHarm();

 private:
  void wheel(PlotPoint at, int notches, Qt::KeyboardModifiers keys = {});
  QColor pixel(PlotPoint point) const;
  QPoint at(PlotPoint point) const { return plot_->pixelOf(point).toPoint(); }

  std::unique_ptr<RainbowgramPlot> plot_;
};

void RainbowgramPlotTest::init() {
  plot_ = std::make_unique<RainbowgramPlot>();
  plot_->resize(500, 400);
  plot_->setTitle(QStringLiteral("Original"), QStringLiteral("Sine A4"));
  plot_->showPicture(test::pictureOfA4());
  plot_->show();
  QVERIFY(QTest::qWaitForWindowExposed(plot_.get()));
}

void RainbowgramPlotTest::wheel(PlotPoint where, int notches, Qt::KeyboardModifiers keys) {
  const QPointF position = plot_->pixelOf(where);
  QWheelEvent event(position, plot_->mapToGlobal(position), {}, {0, 120 * notches}, Qt::NoButton,
                    keys, Qt::NoScrollPhase, false);
  QCoreApplication::sendEvent(plot_.get(), &event);
}

QColor RainbowgramPlotTest::pixel(PlotPoint point) const {
  QCoreApplication::processEvents();  // replots wait for the next turn, so that many changes cost
                                      // one
  const QPointF place =
      plot_->pixelOf(point);  // in the pixel that begins at the whole number below
  return plot_->grab().toImage().pixelColor(static_cast<int>(place.x()),
                                            static_cast<int>(place.y()));
}

void RainbowgramPlotTest::drawsEachCellWhereTheAxesSay() {
  QVERIFY(brightness(pixel(kMiddleA4)) > 300);
  QCOMPARE(brightness(pixel({2.0, 400})), 0);
  QCOMPARE(brightness(pixel({2.0, 484})), 0);
  // From near, where a cell is many pixels: the row of A4 reaches half a bin (15 cents) up and
  // down.
  plot_->setRange({{1.9, 2.1}, {67, 71}});
  const auto cents = [](double value) { return PlotPoint{2.0, 440 * std::exp2(value / 1200)}; };
  QVERIFY(brightness(pixel(cents(12))) > 300);
  QVERIFY(brightness(pixel(cents(-12))) > 300);
  QCOMPARE(brightness(pixel(cents(18))), 0);
  QCOMPARE(brightness(pixel(cents(-18))), 0);
}

void RainbowgramPlotTest::readsOutTheCellUnderThePointer() {
  QSignalSpy spy(plot_.get(), &RainbowgramPlot::cursorMoved);
  QTest::mouseMove(plot_.get(), at(kMiddleA4));
  QCOMPARE(spy.count(), 1);
  const auto cell = spy.first().first().value<std::optional<CellReadout>>();
  QVERIFY(cell);
  // A pixel is about 10 ms and 20 cents here.
  QVERIFY(std::abs(cell->seconds - 2.0) < 0.01);
  QVERIFY(std::abs(cell->hertz / 440 - 1) < 0.012);
  QCOMPARE(cell->levelDb, 0.0);
  QVERIFY(std::abs(cell->instantaneousHertz - 440) < 1e-3);  // 0.08 as a float
  QCOMPARE(plot_->readoutAt({2.0, 880})->levelDb, -70.0);
}

void RainbowgramPlotTest::outsideThePictureThereIsNothingToRead() {
  QVERIFY(!plot_->readoutAt({-0.1, 440}));
  QVERIFY(!plot_->readoutAt({4.2, 440}));
  QVERIFY(!plot_->readoutAt({1, 50}));
  QVERIFY(!plot_->readoutAt({1, 5000}));
  QVERIFY(!plot_->readoutAt({1, 0}));
  QVERIFY(!plot_->pointAt({0, 0}));
}

void RainbowgramPlotTest::wheelZoomsTimeAndWithControlPitch() {
  QSignalSpy spy(plot_.get(), &RainbowgramPlot::rangeMoved);
  const PlotRange whole = plot_->range();
  wheel(kMiddleA4, 3);
  QVERIFY(plot_->range().seconds.size() < 0.6 * whole.seconds.size());
  QCOMPARE(plot_->range().keys, whole.keys);
  // What was under the pointer stays there.
  QVERIFY(std::abs(plot_->pixelOf(kMiddleA4).x() - at(kMiddleA4).x()) < 1);
  wheel(kMiddleA4, 3, Qt::ControlModifier);
  QVERIFY(plot_->range().keys.size() < 0.6 * whole.keys.size());
  QCOMPARE(spy.count(), 2);
  for (int i = 0; i < 20; ++i) wheel(kMiddleA4, 5);
  QVERIFY(std::abs(plot_->range().seconds.size() - kSmallestSeconds) < 1e-9);
  for (int i = 0; i < 20; ++i) wheel(plot_->pointAt(QPointF(at(kMiddleA4))).value(), -5);
  QCOMPARE(plot_->range().seconds, whole.seconds);
}

void RainbowgramPlotTest::dragMovesAndStopsAtTheEnd() {
  plot_->setRange({{1, 3}, {60, 84}});
  const QPoint from = at({2, 440});
  QTest::mousePress(plot_.get(), Qt::LeftButton, {}, from);
  QTest::mouseMove(plot_.get(), from + QPoint(40, 30));
  QVERIFY(plot_->range().seconds.from < 0.95);
  QVERIFY(plot_->range().keys.from > 60.5);
  QVERIFY(std::abs(plot_->range().seconds.size() - 2) < 1e-9);
  QTest::mouseMove(plot_.get(), from + QPoint(5000, 0));
  QCOMPARE(plot_->range().seconds.from, 0.0);
  QSignalSpy clicked(plot_.get(), &RainbowgramPlot::pointClicked);
  QTest::mouseRelease(plot_.get(), Qt::LeftButton, {}, from + QPoint(40, 30));
  QCOMPARE(clicked.count(), 0);
}

void RainbowgramPlotTest::aClickIsNoDrag() {
  QSignalSpy clicked(plot_.get(), &RainbowgramPlot::pointClicked);
  QTest::mouseClick(plot_.get(), Qt::LeftButton, {}, at(kMiddleA4));
  QCOMPARE(clicked.count(), 1);
  QVERIFY(std::abs(clicked.first().at(0).toDouble() - 2.0) < 0.01);
  QVERIFY(std::abs(clicked.first().at(1).toDouble() / 440 - 1) < 0.012);
}

void RainbowgramPlotTest::doubleClickAndFFitAgain() {
  for (const bool key : {false, true}) {
    plot_->setRange({{1, 2}, {60, 70}});
    if (key)
      QTest::keyClick(plot_.get(), Qt::Key_F);
    else
      QTest::mouseDClick(plot_.get(), Qt::LeftButton, {}, at({1.5, 300}));
    QCOMPARE(plot_->range(), plot_->extent());
  }
}

void RainbowgramPlotTest::keysMoveTheCrosshairByCells() {
  plot_->setCursor(kMiddleA4);
  QSignalSpy spy(plot_.get(), &RainbowgramPlot::cursorMoved);
  QTest::keyClick(plot_.get(), Qt::Key_Right);
  QVERIFY(std::abs(plot_->cursor()->seconds - 126 * 0.016) < 1e-9);
  QTest::keyClick(plot_.get(), Qt::Key_Up);
  QVERIFY(std::abs(plot_->cursor()->hertz - 440 * std::exp2(1 / 40.0)) < 1e-3);
  QTest::keyClick(plot_.get(), Qt::Key_PageUp);
  QVERIFY(std::abs(plot_->cursor()->hertz - 880 * std::exp2(1 / 40.0)) < 1e-3);
  QTest::keyClick(plot_.get(), Qt::Key_Left, Qt::ShiftModifier);
  QVERIFY(std::abs(plot_->cursor()->seconds - 116 * 0.016) < 1e-9);
  QTest::keyClick(plot_.get(), Qt::Key_End);
  QCOMPARE(plot_->cursor()->seconds, 4.0);
  QCOMPARE(spy.count(), 5);
  plot_->setRange({{0, 1}, {60, 70}});
  QTest::keyClick(plot_.get(), Qt::Key_Left);  // from the end, which is not in sight
  QVERIFY(plot_->range().seconds.contains(plot_->cursor()->seconds));
  QSignalSpy clicked(plot_.get(), &RainbowgramPlot::pointClicked);
  QTest::keyClick(plot_.get(), Qt::Key_Return);
  QCOMPARE(clicked.first().first().toDouble(), plot_->cursor()->seconds);
  const double before = plot_->range().seconds.size();
  QTest::keyClick(plot_.get(), Qt::Key_Plus);
  QVERIFY(plot_->range().seconds.size() < before);
}

void RainbowgramPlotTest::shiftAndADragMarkAPart() {
  QSignalSpy marked(plot_.get(), &RainbowgramPlot::partMarked);
  QSignalSpy clicked(plot_.get(), &RainbowgramPlot::pointClicked);
  const PlotRange before = plot_->range();
  QTest::mousePress(plot_.get(), Qt::LeftButton, Qt::ShiftModifier, at({3, 440}));
  QTest::mouseMove(plot_.get(), at({2, 440}));
  QTest::mouseMove(plot_.get(), at({1, 500}));
  QTest::mouseRelease(plot_.get(), Qt::LeftButton, Qt::ShiftModifier, at({1, 500}));
  QVERIFY(marked.count() >= 2);
  QVERIFY(!marked.first().at(1).toBool());
  QVERIFY(marked.last().at(1).toBool());
  const auto part = marked.last().at(0).value<Interval>();
  QVERIFY(std::abs(part.from - 1) < 0.02);
  QVERIFY(std::abs(part.to - 3) < 0.02);
  QCOMPARE(plot_->range(), before);
  QCOMPARE(clicked.count(), 0);
  // Too short to be meant.
  const auto count = marked.count();
  QTest::mouseClick(plot_.get(), Qt::LeftButton, Qt::ShiftModifier, at({2, 440}));
  QCOMPARE(marked.count(), count);
}

void RainbowgramPlotTest::settersDoNotEmit() {
  QSignalSpy cursor(plot_.get(), &RainbowgramPlot::cursorMoved);
  QSignalSpy range(plot_.get(), &RainbowgramPlot::rangeMoved);
  QSignalSpy clicked(plot_.get(), &RainbowgramPlot::pointClicked);
  plot_->setCursor(kMiddleA4);
  plot_->setRange({{1, 2}, {60, 70}});
  plot_->setPlayhead(1.5);
  plot_->fit();
  plot_->setA4(442);
  plot_->showHint(QStringLiteral("nothing yet"));
  plot_->showPicture(test::pictureOfA4());
  QCOMPARE(cursor.count() + range.count() + clicked.count(), 0);
}

void RainbowgramPlotTest::thePlayheadIsSeenWhereItIs() {
  const PlotPoint silent{1.0, 200};
  QCOMPARE(brightness(pixel(silent)), 0);
  plot_->setPlayhead(silent.seconds);
  QCOMPARE(brightness(pixel(silent)), 3 * 255);
  plot_->setPlayhead(2.0);
  QCOMPARE(brightness(pixel(silent)), 0);
  // On the bright row a black halo stands on both sides of it.
  const QImage image = plot_->grab().toImage();
  const QPoint middle = at(kMiddleA4);
  int darkest = 3 * 255;
  for (int x = -4; x <= 4; ++x)
    darkest = std::min(darkest, brightness(image.pixelColor(middle + QPoint(x, 0))));
  QCOMPARE(darkest, 0);
  plot_->setPlayhead(std::nullopt);
  QVERIFY(brightness(pixel(kMiddleA4)) > 300);
}

void RainbowgramPlotTest::aDarkPaletteRecoloursAtOnce() {
  for (const Theme theme : {Theme::Dark, Theme::Light}) {
    plot_->setPalette(paletteOf(theme));
    const QImage image = plot_->grab().toImage();
    const QPoint corner(10, plot_->height() - 10);  // under the note names
    QCOMPARE(image.pixelColor(corner), paletteOf(theme).color(QPalette::Window));
  }
}

void RainbowgramPlotTest::statesReplaceThePicture() {
  plot_->showBusy(QStringLiteral("Rebuilding … 42 %"), 0.42);
  QVERIFY(plot_->picture().empty());
  QVERIFY(!plot_->readoutAt(kMiddleA4));
  QCOMPARE(plot_->spokenState(), QStringLiteral("Rebuilding … 42 %"));
  plot_->showError(QStringLiteral("The file is gone; choose another"));
  QVERIFY(plot_->spokenState().endsWith(QStringLiteral("The file is gone; choose another")));
  plot_->showGrowing(test::pictureOfA4(), QStringLiteral("3 s left"), 0.5);
  QVERIFY(!plot_->picture().empty());
  QVERIFY(brightness(pixel(kMiddleA4)) > 300);
  // A view that was chosen stays when a picture of the same extent comes.
  plot_->setRange({{1, 2}, {60, 72}});
  plot_->showPicture(test::pictureOfA4());
  QCOMPARE(plot_->range(), (PlotRange{{1, 2}, {60, 72}}));
}

void RainbowgramPlotTest::isAChartForScreenReaders() {
  QAccessibleInterface* face = QAccessible::queryAccessibleInterface(plot_.get());
  QVERIFY(face);
  QCOMPARE(face->role(), QAccessible::Chart);
  QCOMPARE(face->text(QAccessible::Name), QStringLiteral("Original, Sine A4"));
  plot_->setCursor(kMiddleA4);
  QVERIFY(face->text(QAccessible::Value).startsWith(QStringLiteral("A4, 0 cents")));
  QCOMPARE(plot_->focusPolicy(), Qt::StrongFocus);
}

void RainbowgramPlotTest::aSilentOrEmptyPictureIsNoHarm() {
  plot_->showPicture({});
  QVERIFY(plot_->picture().empty());
  QVERIFY(pictureOf(nullptr, {}).empty());
  QVERIFY(pictureOf(std::make_shared<timbre::spectral::Rainbowgram>(), {}).empty());
  wheel(kMiddleA4, 1);
  QTest::keyClick(plot_.get(), Qt::Key_Right);
  QTest::mouseClick(plot_.get(), Qt::LeftButton, {}, at(kMiddleA4));
  plot_->resize(60, 40);
  plot_->grab();
}

QTEST_MAIN(RainbowgramPlotTest)
#include "RainbowgramPlotTest.moc"
