/// The window's tool bar.
#pragma once

#include <QToolBar>

#include "ui/Preferences.h"
#include "ui/audioout/Transport.h"
#include "ui/window/ActionTable.h"

class QToolButton;

namespace timbre::ui {

class LevelMeter;
class VolumeSlider;

/// Draws the actions' icons in the colours of the theme. In a narrow window there is no level meter
/// and some actions have no words. GUI thread.
class ToolBar : public QToolBar {
  Q_OBJECT

 public:
  ToolBar(ActionTable& actions, AudioBackend& out, Transport& transport, Preferences& preferences,
          QWidget* parent);

  /// Puts a widget before everything else.
  void addFirst(QWidget& widget);
  /// Opens from the button before the volume, which says the device in use on hover.
  void setDevices(QMenu& devices);
  /// Louder (positive) or quieter by this many steps.
  void stepVolume(int steps);

 private:
  void applyAppearance();
  void fit();
  QToolButton* deviceButton();
  void showDevice();
  void changeEvent(QEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

  ActionTable& actions_;
  AudioBackend& out_;
  Transport& transport_;
  QAction* meter_ = nullptr;
  QAction* deviceAction_ = nullptr;
  QToolButton* device_ = nullptr;
  VolumeSlider* volume_ = nullptr;
};

}  // namespace timbre::ui
