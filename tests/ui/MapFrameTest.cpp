#include "ui/library/MapFrame.h"

#include <QTest>

namespace timbre::ui {

class MapFrameTest : public QObject {
  Q_OBJECT

 private slots:
  void allIsSeenWithAMarginAndUpwardsIsUp() {
    MapFrame frame;
    frame.fit(kAll, kSize, MapFrame::Shape::Free);
    QVERIFY(frame.fitted());
    const QPointF lowerLeft = frame.pixelOf({2, 10}), upperRight = frame.pixelOf({4, 11});
    QCOMPARE(lowerLeft, QPointF(MapFrame::kMargin, 600 - MapFrame::kMargin));
    QCOMPARE(upperRight, QPointF(300 - MapFrame::kMargin, MapFrame::kMargin));
  }

  void aShapeThatIsKeptIsStretchedALittleToFillItsPlace() {
    MapFrame frame;
    frame.fit(kAll, kSize, MapFrame::Shape::Kept);
    const double across = frame.transform().m11(), up = -frame.transform().m22();
    QCOMPARE(across, (300.0 - 2 * MapFrame::kMargin) / 2);  // the tighter of the two
    QCOMPARE(up, MapFrame::kStretch * across);
    QCOMPARE(frame.pixelOf(kAll.center()), QPointF(150, 300));
  }

  void zoomingKeepsThePixelAndEndsAtItsBounds() {
    MapFrame frame;
    frame.fit(kAll, kSize, MapFrame::Shape::Free);
    const QPointF about(100, 200), before = frame.transform().inverted().map(about);
    const double scale = frame.transform().m11();
    frame.zoom(3, about);
    QVERIFY(!frame.fitted());
    QVERIFY(QLineF(frame.pixelOf(before), about).length() < 1e-9);
    QCOMPARE(frame.transform().m11(), 3 * scale);
    frame.zoom(1e9, about);
    QCOMPARE(frame.transform().m11(), MapFrame::kMostZoom * scale);
    frame.zoom(1e-9, about);
    QCOMPARE(frame.transform().m11(), MapFrame::kLeastZoom * scale);
  }

  void movingShiftsEverything() {
    MapFrame frame;
    frame.fit(kAll, kSize, MapFrame::Shape::Free);
    const QPointF before = frame.pixelOf({3, 10.5});
    frame.move({12, -7});
    QCOMPARE(frame.pixelOf({3, 10.5}), before + QPointF(12, -7));
    QVERIFY(!frame.fitted());
  }

  void onePlaceAloneStandsInTheMiddle() {
    MapFrame frame;
    frame.fit(QRectF(5, 5, 1e-6, 1e-6), kSize, MapFrame::Shape::Kept);
    QVERIFY(QLineF(frame.pixelOf({5, 5}), QPointF(150, 300)).length() < 1);
  }

 private:
  const QRectF kAll{2, 10, 2, 1};
  const QSizeF kSize{300, 600};
};

}  // namespace timbre::ui

QTEST_GUILESS_MAIN(timbre::ui::MapFrameTest)
#include "MapFrameTest.moc"
