#include "ui/widgets/MorphSlider.h"

#include <QLabel>
#include <QSignalSpy>
#include <QSlider>
#include <QTest>
#include <cmath>

using namespace timbre::ui;

class MorphSliderTest : public QObject {
  Q_OBJECT
 private slots:
  void init();
  void aSetterDoesNotEmit();
  void arrowsMoveByOnePercentAndSettleOnce();
  void aDragMovesOftenAndSettlesOnce();
  void aClickBesideTheKnobBringsItThere();
  void aDoubleClickGoesBackToRest();
  void unavailableSaysWhy();
  void hasANameForScreenReaders();

 private:
  std::unique_ptr<MorphSlider> slider_;
  QSlider* handle() const { return slider_->findChild<QSlider*>(); }
};

void MorphSliderTest::init() {
  slider_ = std::make_unique<MorphSlider>(QStringLiteral("Timbre"));
  slider_->setEnds(QStringLiteral("Trumpet C4"), QStringLiteral("Flute C4"));
  slider_->resize(320, 80);
  slider_->show();
  QVERIFY(QTest::qWaitForWindowExposed(slider_.get()));
}

void MorphSliderTest::aSetterDoesNotEmit() {
  QSignalSpy moved(slider_.get(), &MorphSlider::moved);
  QSignalSpy settled(slider_.get(), &MorphSlider::settled);
  slider_->setValue(0.25);
  slider_->setUnavailable(QStringLiteral("no reason"));
  slider_->setAvailable();
  QTest::qWait(200);  // longer than the rest after a key
  QCOMPARE(moved.count() + settled.count(), 0);
  QCOMPARE(slider_->value(), 0.25);
  slider_->setValue(7);
  QCOMPARE(slider_->value(), 1.0);
}

void MorphSliderTest::arrowsMoveByOnePercentAndSettleOnce() {
  QSignalSpy moved(slider_.get(), &MorphSlider::moved);
  QSignalSpy settled(slider_.get(), &MorphSlider::settled);
  QTest::keyClick(handle(), Qt::Key_Right);
  QTest::keyClick(handle(), Qt::Key_Right);
  QTest::keyClick(handle(), Qt::Key_PageUp);
  QCOMPARE(moved.count(), 3);
  QVERIFY(std::abs(slider_->value() - 0.62) < 1e-9);
  QTRY_COMPARE(settled.count(), 1);
  QCOMPARE(settled.first().first().toDouble(), slider_->value());
}

void MorphSliderTest::aDragMovesOftenAndSettlesOnce() {
  QSignalSpy moved(slider_.get(), &MorphSlider::moved);
  QSignalSpy settled(slider_.get(), &MorphSlider::settled);
  const QPoint middle = handle()->rect().center();
  QTest::mousePress(handle(), Qt::LeftButton, {}, middle);
  for (int step = 1; step <= 5; ++step) QTest::mouseMove(handle(), middle + QPoint(12 * step, 0));
  QTest::qWait(200);  // held: not settled, however long
  QCOMPARE(settled.count(), 0);
  QTest::mouseRelease(handle(), Qt::LeftButton, {}, middle + QPoint(60, 0));
  QVERIFY(moved.count() >= 3);
  QVERIFY(slider_->value() > 0.6);
  QTest::qWait(200);
  QCOMPARE(settled.count(), 1);
}

void MorphSliderTest::aClickBesideTheKnobBringsItThere() {
  slider_->setValue(0.1);
  QSignalSpy settled(slider_.get(), &MorphSlider::settled);
  const QPoint place(handle()->width() * 3 / 4, handle()->height() / 2);
  QTest::mousePress(handle(), Qt::LeftButton, {}, place);
  QVERIFY(std::abs(slider_->value() - 0.75) < 0.03);
  QTest::qWait(200);
  QCOMPARE(settled.count(), 0);  // it is held, as after any press
  QTest::mouseMove(handle(), place - QPoint(handle()->width() / 4, 0));
  QTest::mouseRelease(handle(), Qt::LeftButton, {}, place - QPoint(handle()->width() / 4, 0));
  QVERIFY(std::abs(slider_->value() - 0.5) < 0.05);
  QCOMPARE(settled.count(), 1);
}

void MorphSliderTest::aDoubleClickGoesBackToRest() {
  slider_->setRestingValue(0.2);
  slider_->setValue(0.9);
  QSignalSpy settled(slider_.get(), &MorphSlider::settled);
  QTest::mouseDClick(handle(), Qt::LeftButton, {}, handle()->rect().center());
  QCOMPARE(slider_->value(), 0.2);
  QTest::qWait(200);
  QCOMPARE(settled.last().first().toDouble(), 0.2);
}

void MorphSliderTest::unavailableSaysWhy() {
  const QString reason = QStringLiteral("This instrument has one velocity here");
  const auto shown = [&] {
    for (const QLabel* label : slider_->findChildren<QLabel*>())
      if (label->text() == reason && label->isVisible()) return true;
    return false;
  };
  slider_->setUnavailable(reason);
  QVERIFY(!slider_->available());
  QVERIFY(shown());
  const double before = slider_->value();
  QTest::keyClick(handle(), Qt::Key_Right);
  QCOMPARE(slider_->value(), before);
  slider_->setAvailable();
  QVERIFY(slider_->available());
  QVERIFY(!shown());
}

void MorphSliderTest::hasANameForScreenReaders() {
  QCOMPARE(handle()->accessibleName(), QStringLiteral("Timbre"));
}

QTEST_MAIN(MorphSliderTest)
#include "MorphSliderTest.moc"
