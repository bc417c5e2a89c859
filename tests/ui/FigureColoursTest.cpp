#include "ui/study/FigureColours.h"

#include <QTest>

#include "studies/ChartLayout.h"

namespace timbre::ui {
namespace {

/// A chart of curves beside a matrix.
studies::Figure figure() {
  studies::Figure made;
  made.columns = 2;
  made.charts.resize(2);
  made.charts[0].series.push_back({.x = {0, 1}, .y = {0, 1}});
  made.charts[1].matrix = studies::Matrix{1, 1, {0.5f}};
  return made;
}

QPalette paletteOf(const QColor& text, const QColor& base) {
  QPalette palette;
  for (const auto role : {QPalette::Text, QPalette::WindowText}) palette.setColor(role, text);
  for (const auto role : {QPalette::Base, QPalette::Window}) palette.setColor(role, base);
  return palette;
}

}  // namespace

class FigureColoursTest : public QObject {
  Q_OBJECT

 private slots:
  void onDarkLightAndDarkChangePlacesAndHuesStay() {
    const QColor text(230, 230, 230), base(30, 30, 34), blue(0, 114, 178);
    QImage paper = blank();
    paper.setPixelColor(2, 2, Qt::black);
    paper.setPixelColor(4, 4, blue);
    const QImage screen = onScreen(paper, figure(), paletteOf(text, base));
    QCOMPARE(screen.pixelColor(0, 0), base);
    QCOMPARE(screen.pixelColor(2, 2), text);
    QVERIFY(std::abs(screen.pixelColor(4, 4).hslHue() - blue.hslHue()) < 8);
    QVERIFY(screen.pixelColor(4, 4).lightness() > blue.lightness());
  }

  void onLightPaperIsTheBase() {
    const QColor text(20, 20, 20), base(250, 250, 245);
    QImage paper = blank();
    paper.setPixelColor(2, 2, Qt::black);
    const QImage screen = onScreen(paper, figure(), paletteOf(text, base));
    QCOMPARE(screen.pixelColor(0, 0), base);
    QCOMPARE(screen.pixelColor(2, 2), text);
  }

  void aPictureInInkIsTurnedAndOneInColoursIsNot() {
    studies::Figure whole = figure();
    const auto box = studies::layOut(whole.charts[0], studies::boxesOf(whole)[0]).plot;
    const QPoint inside(static_cast<int>(2 * (box.left + box.width / 2)),
                        static_cast<int>(2 * (box.top + box.height / 2)));
    for (const bool ink : {true, false}) {
      whole.charts[0].picture = studies::Picture{.image = {}, .ink = ink};
      const QImage screen = onScreen(blank(), whole, paletteOf(Qt::white, Qt::black));
      QCOMPARE(screen.pixelColor(inside), QColor(ink ? Qt::black : Qt::white));
    }
  }

  void aMatrixKeepsItsColours() {
    const studies::Figure whole = figure();
    QImage paper = blank();
    const auto box = studies::layOut(whole.charts[1], studies::boxesOf(whole)[1]).plot;
    const QPoint inside(static_cast<int>(2 * (box.left + box.width / 2)),
                        static_cast<int>(2 * (box.top + box.height / 2)));
    paper.setPixelColor(inside, QColor(200, 30, 60));
    const QImage screen = onScreen(paper, whole, paletteOf(Qt::white, Qt::black));
    QCOMPARE(screen.pixelColor(inside), QColor(200, 30, 60));
    QCOMPARE(screen.pixelColor(inside + QPoint(3, 0)), QColor(Qt::white));
  }

 private:
  static QImage blank() {
    const studies::Figure whole = figure();
    QImage paper(static_cast<int>(2 * whole.width), static_cast<int>(2 * whole.height),
                 QImage::Format_RGB32);
    paper.fill(Qt::white);
    return paper;
  }
};

}  // namespace timbre::ui

QTEST_MAIN(timbre::ui::FigureColoursTest)
#include "FigureColoursTest.moc"
