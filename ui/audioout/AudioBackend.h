/// The interface through which the window plays sound; tests replace it.
#pragma once

#include <QByteArray>
#include <QList>
#include <QObject>
#include <QString>
#include <memory>
#include <optional>

#include "audio/Player.h"

namespace timbre::ui {

struct SoundDevice {
  QByteArray id;
  QString name;
  bool isDefault = false;  ///< of the system
  int rate = 48000;        ///< Hz, which it likes best
  bool operator==(const SoundDevice&) const = default;
};

/// GUI thread. Nothing here waits for a device or fails: problems become a notice.
class AudioBackend : public QObject {
  Q_OBJECT

 public:
  using QObject::QObject;

  /// What streams must have; follows the device.
  virtual SampleRate rate() const = 0;
  /// Replaces what is playing. False without a device: the notice says why.
  virtual bool play(std::shared_ptr<const audio::SoundStream> stream,
                    const audio::PlayStart& start = {}) = 0;
  virtual void stop() = 0;
  virtual bool playing() const = 0;
  /// Seconds of the stream that have left the loudspeaker, as far as can be known.
  virtual double position() const = 0;
  /// How often a growing sound ran dry since the start: each was a gap.
  virtual long underruns() const = 0;
  /// The largest absolute sample that was played since the last call, in [0, 1].
  virtual double takePeak() = 0;
  virtual void setVolume(double gain) = 0;  ///< linear, [0, 1]
  virtual void setLoop(bool loop) = 0;
  /// See audio::Player; of the streams at rate().
  virtual void setLoopRegion(std::optional<audio::SampleRange> region) = 0;

  virtual QList<SoundDevice> devices() const = 0;
  /// Empty: the system's default.
  virtual QByteArray chosenDevice() const = 0;
  virtual void chooseDevice(const QByteArray& id) = 0;
  /// The chosen one, else the system's default; none: there is no sound.
  std::optional<SoundDevice> deviceInUse() const {
    std::optional<SoundDevice> found;
    for (const SoundDevice& each : devices())
      if (each.id == chosenDevice() || (!found && each.isDefault)) found = each;
    return found;
  }
  /// What is wrong with the sound, one sentence; empty when all is well.
  virtual QString notice() const = 0;

 signals:
  void devicesChanged();
  void noticeChanged();
  void rateChanged();
};

}  // namespace timbre::ui
