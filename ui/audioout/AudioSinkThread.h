/// The audio thread's side of AudioOutput: finds the devices and holds the open one.
#pragma once

#include <QObject>
#include <QTimer>
#include <atomic>
#include <memory>

#include "audio/Player.h"
#include "ui/audioout/AudioBackend.h"

namespace timbre::ui {

class AlsaOutputDriver;
class OutputDriver;
class PulseOutputDriver;

/// Lives in its own thread with an event loop: a sink reads in the thread that owns it, and a busy
/// window must not interrupt the sound. All functions are called there; the signals are queued to
/// the GUI thread.
///
/// Starts with Qt Multimedia. As soon as that finds nothing or loses what it had, libpulse takes
/// over for good, since it comes back; while there is no server, ALSA's devices stand in.
class AudioSinkThread : public QObject {
  Q_OBJECT

 public:
  AudioSinkThread();
  ~AudioSinkThread() override;

  /// Looks for devices now and then every second: QMediaDevices never reports changes on Linux
  /// (Qt 6.4).
  void begin();
  /// Opens the device for this player, closing what was open; `serial` comes back in the signals.
  void open(const QByteArray& id, std::shared_ptr<audio::Player> player, int serial);
  void close();

  /// Any thread: seconds between rendering a sample and hearing it, roughly.
  double latency() const { return latency_.load(std::memory_order_relaxed); }

 signals:
  void devicesFound(const QList<timbre::ui::SoundDevice>& devices);
  void opened(int serial);
  /// It could not be opened, or stopped by itself.
  void lost(int serial, const QString& device);

 private:
  void look();
  QList<SoundDevice> found();
  void watch(OutputDriver& driver);
  void turnToPulse();
  OutputDriver& driverOf(const QByteArray& id);
  QString nameOf(const QByteArray& id) const;

  QTimer timer_;
  QList<SoundDevice> known_;
  bool looked_ = false;
  std::unique_ptr<OutputDriver> qt_;  // until it has failed
  std::unique_ptr<PulseOutputDriver> pulse_;
  std::unique_ptr<AlsaOutputDriver> alsa_;
  OutputDriver* open_ = nullptr;
  QByteArray id_;
  int serial_ = 0;
  std::atomic<double> latency_{0};
};

}  // namespace timbre::ui
