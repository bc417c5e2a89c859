/// Sound through libpulse: PulseAudio, or PipeWire in its place.
#pragma once

#include <QTimer>
#include <atomic>

#include "ui/audioout/OutputDriver.h"

struct pa_context;
struct pa_stream;
struct pa_threaded_mainloop;

namespace timbre::ui {

/// Connects again when the server is restarted, and finds one that starts later.
class PulseOutputDriver final : public OutputDriver {
  Q_OBJECT

 public:
  explicit PulseOutputDriver(QObject* parent = nullptr);
  ~PulseOutputDriver() override;

  /// The server answers.
  bool connected();
  QList<SoundDevice> devices() override;
  bool open(const QByteArray& id, std::shared_ptr<audio::Player> player) override;
  void close() override;
  double latency() const override { return latency_.load(std::memory_order_relaxed); }

 private:
  struct Callbacks;  // what libpulse calls, in its own thread
  class Lock;
  void connectToServer();
  void dropContext();
  void dropStream();

  pa_threaded_mainloop* loop_ = nullptr;
  QTimer retry_;
  std::atomic<double> latency_{0};
  // Under the lock of the main loop.
  pa_context* context_ = nullptr;
  pa_stream* stream_ = nullptr;
  std::shared_ptr<audio::Player> player_;
  std::vector<float> block_;
  QByteArray standard_;         // the server's default sink
  QList<SoundDevice> found_;    // as far as the server has listed them
  QList<SoundDevice> devices_;  // the last whole list
};

}  // namespace timbre::ui
