#include "ui/views/Appearance.h"

#include <QApplication>

namespace timbre::ui {

Appearance::Appearance(Preferences& preferences, QObject* parent)
    : QObject(parent), preferences_(preferences), theme_(themeOfId(preferences.theme())) {
  map_ = spectral::colourMapNamed(preferences.colourMap().toStdString()).value_or(map_);
}

void Appearance::setTheme(Theme theme) {
  if (theme == theme_) return;
  theme_ = theme;
  preferences_.setTheme(themeId(theme));
  if (auto* application = qobject_cast<QApplication*>(QCoreApplication::instance())) {
    apply(*application, theme);
  }
  emit themeChanged();
}

void Appearance::setMap(spectral::ColourMap map) {
  if (map == map_) return;
  map_ = map;
  const std::string_view name = spectral::nameOf(map);
  preferences_.setColourMap(QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size())));
  emit mapChanged();
}

QString titleOf(spectral::ColourMap map) {
  switch (map) {
    case spectral::ColourMap::Rainbow:
      return Appearance::tr("Rainbow (as in the paper)");
    case spectral::ColourMap::Cyclic:
      return Appearance::tr("Cyclic (even lightness)");
    case spectral::ColourMap::ColourBlind:
      return Appearance::tr("Blue to yellow (colour-blind safe)");
    case spectral::ColourMap::Grey:
      return Appearance::tr("Grey (level only)");
    case spectral::ColourMap::Print:
      return Appearance::tr("Print (ink on white)");
  }
  return {};
}

}  // namespace timbre::ui
