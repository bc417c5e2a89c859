/// Sound through Qt Multimedia.
#pragma once

#include <QAudioSink>
#include <atomic>

#include "ui/audioout/OutputDriver.h"
#include "ui/audioout/PlayerIODevice.h"

namespace timbre::ui {

/// What the program uses as long as it works. Qt 6.4 does not come back when its sound server was
/// restarted: PulseOutputDriver then takes over.
class QtOutputDriver final : public OutputDriver {
  Q_OBJECT

 public:
  explicit QtOutputDriver(QObject* parent = nullptr) : OutputDriver(parent) {}
  ~QtOutputDriver() override { close(); }

  QList<SoundDevice> devices() override;
  bool open(const QByteArray& id, std::shared_ptr<audio::Player> player) override;
  void close() override;
  double latency() const override { return latency_.load(std::memory_order_relaxed); }

 private:
  void watch(QAudio::State state);

  std::unique_ptr<PlayerIODevice> source_;
  std::unique_ptr<QAudioSink> sink_;
  std::atomic<double> latency_{0};
};

}  // namespace timbre::ui
