/// Plays directly to the kernel's devices where there is no sound server.
#pragma once

#include <atomic>
#include <thread>

#include "ui/audioout/OutputDriver.h"

namespace timbre::ui {

/// Its devices' ids begin with kPrefix.
class AlsaOutputDriver final : public OutputDriver {
  Q_OBJECT

 public:
  static constexpr const char* kPrefix = "alsa:";

  explicit AlsaOutputDriver(QObject* parent = nullptr) : OutputDriver(parent) {}
  ~AlsaOutputDriver() override { close(); }

  /// The first output of each card; the first card is the default.
  QList<SoundDevice> devices() override;
  /// `id`: kPrefix and any name that ALSA knows ("alsa:plughw:0,0").
  bool open(const QByteArray& id, std::shared_ptr<audio::Player> player) override;
  void close() override;
  double latency() const override { return latency_.load(std::memory_order_relaxed); }

 private:
  std::thread thread_;
  std::atomic<bool> ending_{false};
  std::atomic<double> latency_{0};
};

}  // namespace timbre::ui
