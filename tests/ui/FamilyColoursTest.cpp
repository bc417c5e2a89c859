// The families' colours are told apart by every kind of eyes and seen on every ground; their marks
// double them.
#include <QImage>
#include <QPainter>
#include <QTest>
#include <array>
#include <cmath>

#include "dataset/NoteInfo.h"
#include "ui/FamilyColours.h"
#include "ui/Theme.h"

namespace timbre::ui {
namespace {

using Vector = std::array<double, 3>;
using Matrix = std::array<Vector, 3>;

constexpr int kCount = static_cast<int>(dataset::kFamilies.size());

// Machado, Oliveira and Fernandes 2009, severity 1, for linear RGB.
constexpr Matrix kNormal{{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};
constexpr Matrix kProtan{{{0.152286, 1.052583, -0.204868},
                          {0.114503, 0.786281, 0.099216},
                          {-0.003882, -0.048116, 1.051998}}};
constexpr Matrix kDeutan{{{0.367322, 0.860646, -0.227968},
                          {0.280085, 0.672501, 0.047413},
                          {-0.011820, 0.042940, 0.968881}}};
constexpr Matrix kTritan{{{1.255528, -0.076749, -0.178779},
                          {-0.078411, 0.930809, 0.147602},
                          {0.004733, 0.691367, 0.303900}}};

Vector times(const Matrix& m, const Vector& v) {
  Vector out{};
  for (std::size_t i = 0; i < 3; ++i)
    for (std::size_t k = 0; k < 3; ++k) out[i] += m[i][k] * v[k];
  return out;
}

Vector linear(const QColor& colour) {
  const auto one = [](double c) {
    return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
  };
  return {one(colour.redF()), one(colour.greenF()), one(colour.blueF())};
}

Vector okLab(Vector rgb) {
  for (double& c : rgb) c = std::clamp(c, 0.0, 1.0);
  Vector lms = times({{{0.4122214708, 0.5363325363, 0.0514459929},
                       {0.2119034982, 0.6806995451, 0.1073969566},
                       {0.0883024619, 0.2817188376, 0.6299787005}}},
                     rgb);
  for (double& c : lms) c = std::cbrt(c);
  return times({{{0.2104542553, 0.7936177850, -0.0040720468},
                 {1.9779984951, -2.4285922050, 0.4505937099},
                 {0.0259040371, 0.7827717662, -0.8086757660}}},
               lms);
}

double distance(const QColor& a, const QColor& b, const Matrix& eyes) {
  const Vector x = okLab(times(eyes, linear(a))), y = okLab(times(eyes, linear(b)));
  return std::hypot(x[0] - y[0], x[1] - y[1], x[2] - y[2]);
}

QImage drawn(int family) {
  QImage image(64, 64, QImage::Format_Grayscale8);
  image.fill(0);
  QPainter painter(&image);
  painter.translate(32, 32);
  painter.scale(16, 16);
  painter.fillPath(familyMark(family), Qt::white);
  return image;
}

/// Pixels that are filled in one and not in the other, as a share of a circle's.
double difference(const QImage& a, const QImage& b) {
  int different = 0;
  for (int y = 0; y < a.height(); ++y)
    for (int x = 0; x < a.width(); ++x)
      different += (qGray(a.pixel(x, y)) > 127) != (qGray(b.pixel(x, y)) > 127);
  return different / (M_PI * 16 * 16);
}

}  // namespace

class FamilyColoursTest : public QObject {
  Q_OBJECT

 private slots:
  void theMeasureItselfKnowsRedFromGreen() {
    const QColor red(0xc0, 0x40, 0x40), green(0x70, 0x70, 0x40);
    QVERIFY(distance(red, green, kNormal) > 2 * distance(red, green, kDeutan));
  }

  void anyTwoAreToldApartByEveryKindOfEyes() {
    for (const Matrix& eyes : {kNormal, kProtan, kDeutan, kTritan})
      for (int a = 0; a < kCount; ++a)
        for (int b = 0; b < a; ++b)
          QVERIFY2(distance(familyColour(a), familyColour(b), eyes) > 0.085,
                   qPrintable(QStringLiteral("%1 and %2: %3")
                                  .arg(a)
                                  .arg(b)
                                  .arg(distance(familyColour(a), familyColour(b), eyes))));
  }

  void eachIsSeenOnTheGroundOfEveryTheme() {
    for (const Theme theme : {Theme::Light, Theme::Dark, Theme::HighContrast})
      for (int family = 0; family < kCount; ++family)
        QVERIFY(contrast(familyColour(family), paletteOf(theme).color(QPalette::Base)) >= 3);
  }

  void anyTwoMarksDifferInShape() {
    for (int a = 0; a < kCount; ++a)
      for (int b = 0; b < a; ++b)
        QVERIFY2(
            difference(drawn(a), drawn(b)) > 0.1,
            qPrintable(
                QStringLiteral("%1 and %2: %3").arg(a).arg(b).arg(difference(drawn(a), drawn(b)))));
  }

  void whatIsNoFamilyIsGrey() {
    for (const int family : {-1, kCount}) {
      QCOMPARE(familyColour(family).hsvSaturation(), 0);
      QVERIFY(!familyMark(family).isEmpty());
    }
  }
};

}  // namespace timbre::ui

QTEST_MAIN(timbre::ui::FamilyColoursTest)
#include "FamilyColoursTest.moc"
