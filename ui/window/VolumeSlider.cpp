#include "ui/window/VolumeSlider.h"

#include <cmath>

namespace timbre::ui {
namespace {

constexpr int kPercent = 100;
constexpr int kWidth = 120;

}  // namespace

VolumeSlider::VolumeSlider(AudioBackend& out, Preferences& preferences, QWidget* parent)
    : QSlider(Qt::Horizontal, parent), out_(out), preferences_(preferences) {
  setObjectName(QStringLiteral("volumeSlider"));
  setAccessibleName(tr("Volume"));
  setRange(0, kPercent);
  setFixedWidth(kWidth);
  setValue(static_cast<int>(std::lround(preferences.volume() * kPercent)));
  takeValue(value());
  connect(this, &QSlider::valueChanged, this, &VolumeSlider::takeValue);
}

void VolumeSlider::takeValue(int percent) {
  const double volume = static_cast<double>(percent) / kPercent;
  out_.setVolume(volume);
  preferences_.setVolume(volume);
  setToolTip(tr("Volume %1 % (Ctrl+Up, Ctrl+Down)").arg(percent));
}

}  // namespace timbre::ui
