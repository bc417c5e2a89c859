/// The window's tool bar.
#pragma once

#include <QToolBar>

#include "ui/Preferences.h"
#include "ui/audioout/Transport.h"
#include "ui/window/ActionTable.h"

namespace timbre::ui {

class VolumeSlider;

/// Draws the actions' icons in the colours of the theme. GUI thread.
class ToolBar : public QToolBar {
  Q_OBJECT

 public:
  ToolBar(ActionTable& actions, AudioBackend& out, Transport& transport, Preferences& preferences,
          QWidget* parent);

  /// Puts a widget before everything else.
  void addFirst(QWidget& widget);
  /// Louder (positive) or quieter by this many steps.
  void stepVolume(int steps);

 private:
  void applyAppearance();
  void changeEvent(QEvent* event) override;

  ActionTable& actions_;
  Transport& transport_;
  VolumeSlider* volume_ = nullptr;
};

}  // namespace timbre::ui
