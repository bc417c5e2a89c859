/// Sound > Output device: follows the devices that come and go.
#pragma once

#include <QMenu>

#include "ui/Preferences.h"
#include "ui/audioout/AudioBackend.h"

namespace timbre::ui {

/// GUI thread. The choice is remembered.
class DeviceMenu : public QMenu {
  Q_OBJECT

 public:
  DeviceMenu(AudioBackend& out, Preferences& preferences, QWidget* parent);

 private:
  void fill();
  void addDevice(const QString& name, const QByteArray& id);

  AudioBackend& out_;
  Preferences& preferences_;
  QActionGroup* group_ = nullptr;
};

}  // namespace timbre::ui
