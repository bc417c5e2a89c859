/// The window's themes: Fusion with our own palettes, because Qt 6.4 does not support light and
/// dark.
#pragma once

#include <QColor>
#include <QPalette>
#include <QString>
#include <array>

class QApplication;

namespace timbre::ui {

/// System is Light or Dark by what the desktop's palette was when the program started.
enum class Theme { System, Light, Dark, HighContrast };
inline constexpr std::array kThemes{Theme::System, Theme::Light, Theme::Dark, Theme::HighContrast};

/// For the menu: "Light". For the settings: "light"; an unknown id is System.
QString themeTitle(Theme theme);
QString themeId(Theme theme);
Theme themeOfId(const QString& id);

/// Sets style and palette of the whole program; every widget gets a PaletteChange. GUI thread.
void apply(QApplication& application, Theme theme);

/// Never asks the desktop: System gives Light.
QPalette paletteOf(Theme theme);
/// Text lighter than its background.
bool isDark(const QPalette& palette);
/// WCAG 2 contrast of two opaque colours, 1 to 21.
double contrast(const QColor& one, const QColor& other);

/// `share` of `other` in `one`, 0 to 1, both opaque.
QColor mixed(const QColor& one, const QColor& other, float share);

/// What a plot takes from a palette; QCustomPlot itself ignores it.
struct PlotColours {
  QColor background;  ///< round the axes
  QColor area;        ///< inside the axes while there is no picture
  QColor text;
  QColor fadedText;  ///< for what matters less; still 4.5 : 1 on `background`
  QColor axis;
  QColor cursor;  ///< the bright tone of crosshair and playhead; drawn over `halo`
  QColor halo;
  QColor focus;
};
PlotColours plotColours(const QPalette& palette);

}  // namespace timbre::ui
