#include "ui/Theme.h"

#include <QApplication>
#include <QTest>

using namespace timbre::ui;

class ThemeTest : public QObject {
  Q_OBJECT
 private slots:
  void textIsReadableInEveryTheme();
  void idsComeBack();
  void darkIsKnownByItsPalette();
  void applyReachesTheProgram();
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
    QVERIFY(ratio(QPalette::PlaceholderText, QPalette::Base) >= 4.5);
    QVERIFY(ratio(QPalette::Link, QPalette::Window) >= 4.5);
    QVERIFY(ratio(QPalette::HighlightedText, QPalette::Highlight) >= 3.9);
    const PlotColours colours = plotColours(palette);
    QVERIFY(contrast(colours.text, colours.background) >= least);
    QVERIFY(contrast(colours.fadedText, colours.background) >= 4.5);
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

QTEST_MAIN(ThemeTest)
#include "ThemeTest.moc"
