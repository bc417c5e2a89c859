/// The audio thread's side of AudioOutput: finds the devices and holds the open one.
#pragma once

#include <QAudioDevice>
#include <QAudioSink>
#include <QObject>
#include <QTimer>
#include <atomic>
#include <memory>

#include "audio/Player.h"
#include "ui/audioout/AudioBackend.h"
#include "ui/audioout/PlayerIODevice.h"

namespace timbre::ui {

/// Lives in a thread of its own with an event loop: a sink reads in the thread that owns it, and a
/// busy window must not be heard. All functions are called there, the signals are queued home.
class AudioSinkThread : public QObject {
  Q_OBJECT

 public:
  AudioSinkThread();
  ~AudioSinkThread() override;

  /// Looks for devices now and then every second: QMediaDevices never tells on Linux (Qt 6.4).
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
  void watch(QAudio::State state);

  QTimer timer_;
  QList<SoundDevice> known_;
  bool looked_ = false;
  std::unique_ptr<PlayerIODevice> source_;
  std::unique_ptr<QAudioSink> sink_;
  QString name_;
  int serial_ = 0;
  std::atomic<double> latency_{0};
};

}  // namespace timbre::ui
