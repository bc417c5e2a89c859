#include "ui/widgets/ColourLegend.h"

#include <QImage>
#include <QTest>

using namespace timbre;
using namespace timbre::ui;

class ColourLegendTest : public QObject {
  Q_OBJECT
 private slots:
  void eachMapLooksDifferent();
  void saysWhatTheColoursMean();
};

void ColourLegendTest::eachMapLooksDifferent() {
  ColourLegend legend;
  legend.resize(200, 110);
  QList<QImage> seen;
  for (const auto map : spectral::kColourMaps) {
    legend.setMap(map);
    const QImage image = legend.grab().toImage();
    QVERIFY(!seen.contains(image));
    seen << image;
  }
}

void ColourLegendTest::saysWhatTheColoursMean() {
  ColourLegend legend;
  QVERIFY(legend.accessibleDescription().contains(QStringLiteral("−70 dB")));
  QVERIFY(legend.accessibleDescription().contains(QStringLiteral("hue")));
  legend.setMap(spectral::ColourMap::Grey);
  QVERIFY(!legend.accessibleDescription().contains(QStringLiteral("hue")));
}

QTEST_MAIN(ColourLegendTest)
#include "ColourLegendTest.moc"
