/// The tool bar's volume.
#pragma once

#include <QSlider>

#include "ui/Preferences.h"
#include "ui/audioout/SoundOut.h"

namespace timbre::ui {

/// In percent; remembered. GUI thread.
class VolumeSlider : public QSlider {
  Q_OBJECT

 public:
  VolumeSlider(SoundOut& out, Preferences& preferences, QWidget* parent);

 private:
  void takeValue(int percent);

  SoundOut& out_;
  Preferences& preferences_;
};

}  // namespace timbre::ui
