#include "ui/Theme.h"

#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QTest>

using namespace timbre::ui;

class ThemeTest : public QObject {
  Q_OBJECT
 private slots:
  void textIsReadableInEveryTheme();
  void idsComeBack();
  void darkIsKnownByItsPalette();
  void applyReachesTheProgram();
  void outlinesAreSeenInEveryTheme();
  void aLabelWithAKeyShowsItsLastLetter();
};

void ThemeTest::textIsReadableInEveryTheme() {
  for (const Theme theme : kThemes) {
    const QPalette palette = paletteOf(theme);
    const auto ratio = [&](QPalette::ColorRole text, QPalette::ColorRole behind) {
      return contrast(palette.color(text), palette.color(behind));
    };
    const double least = theme == Theme::HighContrast ? 7 : 4.5;  // WCAG 2.1: AAA and AA
    QVERIFY(ratio(QPalette::WindowText, QPalette::Window) >= least);
    QVERIFY(ratio(QPalette::Text, QPalette::Base) >= least);
    QVERIFY(ratio(QPalette::Text, QPalette::AlternateBase) >= least);
    QVERIFY(ratio(QPalette::ButtonText, QPalette::Button) >= least);
    QVERIFY(ratio(QPalette::PlaceholderText, QPalette::Base) >= least);
    QVERIFY(ratio(QPalette::PlaceholderText, QPalette::Window) >= least);
    QVERIFY(ratio(QPalette::ToolTipText, QPalette::ToolTipBase) >= least);
    QVERIFY(ratio(QPalette::Link, QPalette::Window) >= least);
    QVERIFY(ratio(QPalette::Link, QPalette::Base) >= least);
    QVERIFY(ratio(QPalette::HighlightedText, QPalette::Highlight) >= least);
    const PlotColours colours = plotColours(palette);
    QVERIFY(contrast(colours.text, colours.background) >= least);
    QVERIFY(contrast(colours.fadedText, colours.background) >= least);
    QVERIFY(contrast(colours.fadedText, colours.area) >= 4.5);
    // WCAG asks 3 : 1 of what is no text.
    QVERIFY(contrast(colours.focus, colours.background) >= 3);
    QVERIFY(contrast(colours.cursor, colours.halo) >= 7);
  }
}

void ThemeTest::idsComeBack() {
  for (const Theme theme : kThemes) {
    QCOMPARE(themeOfId(themeId(theme)), theme);
    QVERIFY(!themeTitle(theme).isEmpty());
  }
  QCOMPARE(themeOfId(QStringLiteral("sepia")), Theme::System);
}

void ThemeTest::darkIsKnownByItsPalette() {
  QVERIFY(isDark(paletteOf(Theme::Dark)));
  QVERIFY(isDark(paletteOf(Theme::HighContrast)));
  QVERIFY(!isDark(paletteOf(Theme::Light)));
}

void ThemeTest::applyReachesTheProgram() {
  for (const Theme theme : {Theme::Dark, Theme::HighContrast, Theme::Light}) {
    apply(*qApp, theme);
    QCOMPARE(qApp->palette().color(QPalette::Window), paletteOf(theme).color(QPalette::Window));
  }
}

/// WCAG asks 3 : 1 of what shows where a control is.
void ThemeTest::outlinesAreSeenInEveryTheme() {
  for (const Theme theme : kThemes) {
    if (theme == Theme::System) continue;
    apply(*qApp, theme);
    QLineEdit field;
    field.resize(120, 30);
    const QImage drawn = field.grab().toImage();
    double most = 0;
    for (int x = 0; x < 3; ++x)
      most = std::max(most, contrast(drawn.pixelColor(x, drawn.height() / 2),
                                     field.palette().color(QPalette::Base)));
    QVERIFY2(most >= 3, qPrintable(themeId(theme) + QStringLiteral(": %1").arg(most)));
  }
}

void ThemeTest::aLabelWithAKeyShowsItsLastLetter() {
  apply(*qApp, Theme::Light);
  QLineEdit field;
  QLabel label(QStringLiteral("&Test"));
  label.setBuddy(&field);
  const auto ink = [&label](int more) {  // at twice the scale, as drawn when there is so much room
    label.resize(label.sizeHint() + QSize(more, 0));
    QImage image(label.size() * 2, QImage::Format_RGB32);
    image.setDevicePixelRatio(2);
    image.fill(Qt::white);
    label.render(&image);
    int dark = 0;
    for (int y = 0; y < image.height(); ++y)
      for (int x = 0; x < image.width(); ++x) dark += qGray(image.pixel(x, y)) < 128;
    return dark;
  };
  QVERIFY(ink(20) > 50);
  QCOMPARE(ink(0), ink(20));
}

QTEST_MAIN(ThemeTest)
#include "ThemeTest.moc"
