/// One audio interface: of a sound server or of the kernel.
#pragma once

#include <QList>
#include <QObject>
#include <memory>

#include "audio/Player.h"
#include "ui/audioout/AudioBackend.h"

namespace timbre::ui {

/// Lives in the audio thread, where all functions are called. Reads what it plays from the player,
/// in whatever thread it pleases.
class OutputDriver : public QObject {
  Q_OBJECT

 public:
  using QObject::QObject;

  /// The devices present; empty when there is no server either. Quick: it is called every second.
  virtual QList<SoundDevice> devices() = 0;
  /// Plays what the player renders from now on. False when the device is gone or refuses.
  virtual bool open(const QByteArray& id, std::shared_ptr<audio::Player> player) = 0;
  /// Without effect when nothing is open. The player is not read any more when it returns.
  virtual void close() = 0;
  /// Any thread: seconds between rendering a sample and hearing it, roughly.
  virtual double latency() const = 0;

 signals:
  void devicesChanged();
  /// What was open has stopped by itself.
  void lost();
};

}  // namespace timbre::ui
