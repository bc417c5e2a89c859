/// The tool bar's volume.
#pragma once

#include <QSlider>

#include "ui/Preferences.h"
#include "ui/audioout/AudioBackend.h"

namespace timbre::ui {

/// In percent; remembered. GUI thread.
class VolumeSlider : public QSlider {
  Q_OBJECT

 public:
  VolumeSlider(AudioBackend& out, Preferences& preferences, QWidget* parent);

 private:
  void takeValue(int percent);

  AudioBackend& out_;
  Preferences& preferences_;
};

}  // namespace timbre::ui
