// What a pane shows besides its picture: the part that is not made, what sounds, a layer, the cue.
#include "ui/widgets/PlotPane.h"

#include <QLabel>
#include <QSignalSpy>
#include <QTest>

#include "support/Pictures.h"
#include "ui/widgets/RainbowgramPlot.h"

using namespace timbre::ui;

namespace {

/// A rainbowgram plot, which knows where its pixels are; by default the picture of A4 on it.
struct Pane {
  Pane() {
    plot.resize(500, 400);
    plot.show();
    if (!QTest::qWaitForWindowExposed(&plot)) qFatal("no window");
    plot.showPicture(test::pictureOfA4());
  }
  int brightness(double seconds, double hertz) {
    QTest::qWait(20);
    const QColor colour =
        plot.grab().toImage().pixelColor(plot.pixelOf({seconds, hertz}).toPoint());
    return colour.red() + colour.green() + colour.blue();
  }
  /// Over the silent cells between two times: how many pixels are not black.
  int marked(double from, double to) {
    QTest::qWait(20);
    const QImage image = plot.grab().toImage();
    int count = 0;
    for (int x = plot.pixelOf({from, 200}).toPoint().x(); x < plot.pixelOf({to, 200}).x(); ++x)
      for (int y = -8; y <= 8; ++y)
        count += image.pixelColor(x, plot.pixelOf({from, 200}).toPoint().y() + y).lightness() > 10;
    return count;
  }
  static Picture growing(double until) {
    Picture picture = test::pictureOfA4();
    picture.image.fill(Qt::black);
    picture.madeUntil = until;
    return picture;
  }

  RainbowgramPlot plot;
};

}  // namespace

class PlotPaneTest : public QObject {
  Q_OBJECT

 private slots:
  void whatIsNotMadeYetIsHatched() {
    Pane p;
    p.plot.showHint({});
    p.plot.showGrowing(Pane::growing(2), QStringLiteral("half"), 0.5);
    QCOMPARE(p.marked(0.5, 1.8), 0);
    QVERIFY(p.marked(2.5, 3.5) > 50);
    QVERIFY(!p.plot.readoutAt({3, 440}));
    QVERIFY(p.plot.readoutAt({1, 440}));
    p.plot.showPicture(test::pictureOfA4());
    QCOMPARE(p.marked(2.5, 3.5), 0);
    QVERIFY(p.plot.readoutAt({3, 440}));
  }

  void theOlderPictureStaysDimmedWhereTheNewOneIsToCome() {
    Pane p;
    const int before = p.brightness(3, 440);
    p.plot.showGrowing(Pane::growing(2), QStringLiteral("half"), 0.5);
    QCOMPARE(p.brightness(1, 440), 0);  // the new one is silent there
    const int after = p.brightness(3, 440);
    QVERIFY2(after > 60 && after < before, qPrintable(QString::number(after)));
    // In other colours it is not mixed with the older one's.
    p.plot.showRecoloured(Pane::growing(2));
    QVERIFY(p.brightness(3, 440) < after);
  }

  void whatDoesNotSoundIsDimmed() {
    Pane p;
    const int before = p.brightness(2, 440);
    p.plot.setEmphasis(PlotPane::Emphasis::Silent);
    const int dimmed = p.brightness(2, 440);
    QVERIFY2(dimmed < 0.8 * before && dimmed > 0.3 * before, qPrintable(QString::number(dimmed)));
    p.plot.setEmphasis(PlotPane::Emphasis::Sounding);
    QCOMPARE(p.brightness(2, 440), before);
    p.plot.setEmphasis(PlotPane::Emphasis::None);
    QCOMPARE(p.brightness(2, 440), before);
  }

  void whatSoundsHasALitTitle() {
    Pane p;
    p.plot.setTitle(QStringLiteral("A"));
    const auto corner = [&] {
      QTest::qWait(20);
      return p.plot.grab().toImage().pixelColor(p.plot.width() / 2, 8);
    };
    const QColor before = corner();
    p.plot.setEmphasis(PlotPane::Emphasis::Sounding);
    QCOMPARE(corner(), p.plot.palette().color(QPalette::Highlight));
    p.plot.setEmphasis(PlotPane::Emphasis::None);
    QCOMPARE(corner(), before);
  }

  void aLayerStandsInForThePictureUntilTheNext() {
    Pane p;
    const int before = p.brightness(2, 440);
    QImage layer(p.plot.picture().image.size(), QImage::Format_RGB32);
    layer.fill(Qt::black);
    p.plot.setLayer(layer);
    QCOMPARE(p.brightness(2, 440), 0);
    p.plot.setLayer({});
    QCOMPARE(p.brightness(2, 440), before);
    p.plot.setLayer(layer);
    const QSignalSpy shown(&p.plot, &PlotPane::pictureShown);
    p.plot.showPicture(test::pictureOfA4());
    QCOMPARE(shown.count(), 1);
    QCOMPARE(p.brightness(2, 440), before);
  }

  void aShortMessageIsWholeInANarrowPane() {
    Pane p;
    p.plot.resize(150, 300);
    p.plot.showBusy(QStringLiteral("Rebuilding …"));
    QTest::qWait(20);
    int seen = 0;
    for (const QLabel* label : p.plot.findChildren<QLabel*>()) {
      if (!label->isVisible() || !label->text().startsWith(QStringLiteral("Rebuilding"))) continue;
      ++seen;
      QVERIFY(label->fontMetrics().horizontalAdvance(label->text()) <= label->width());
    }
    QCOMPARE(seen, 1);
  }

  void theCueAndTheLoopAreSeenWhereTheyAre() {
    Pane p;
    const auto foot = [&](double seconds) {
      QTest::qWait(20);
      const QImage image = p.plot.grab().toImage();
      const int x = p.plot.pixelOf({seconds, 440}).toPoint().x();
      const int bottom = p.plot.pixelOf({seconds, 65.5}).toPoint().y();
      int bright = 0;
      for (int y = bottom - 12; y < bottom; ++y)
        bright += image.pixelColor(x, y).lightness() > 200 ||
                  image.pixelColor(x + 2, y).lightness() > 200;
      return bright;
    };
    QCOMPARE(foot(1), 0);
    p.plot.setCue(1, std::nullopt);
    QVERIFY(foot(1) > 4);
    p.plot.setCue(1, Interval{1, 3});
    QVERIFY(foot(2) > 2);
    QVERIFY(foot(3) > 4);
    p.plot.setCue(0, std::nullopt);
    QCOMPARE(foot(1) + foot(2) + foot(3), 0);
  }
};

QTEST_MAIN(PlotPaneTest)
#include "PlotPaneTest.moc"
