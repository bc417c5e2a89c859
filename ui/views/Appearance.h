/// The theme and the colour map, one for the whole window.
#pragma once

#include <QObject>

#include "spectral/Colour.h"
#include "ui/Preferences.h"
#include "ui/Theme.h"

namespace timbre::ui {

/// GUI thread. Remembers itself.
class Appearance : public QObject {
  Q_OBJECT

 public:
  explicit Appearance(Preferences& preferences, QObject* parent = nullptr);

  Theme theme() const { return theme_; }
  void setTheme(Theme theme);
  /// Not stretched: pictures side by side share one scale.
  spectral::ColourParams colours() const { return {map_, false}; }
  spectral::ColourMap map() const { return map_; }
  void setMap(spectral::ColourMap map);

 signals:
  void themeChanged();
  void mapChanged();

 private:
  Preferences& preferences_;
  Theme theme_;
  spectral::ColourMap map_ = spectral::ColourMap::Rainbow;
};

/// "Rainbow (as in the paper)"
QString titleOf(spectral::ColourMap map);

}  // namespace timbre::ui
