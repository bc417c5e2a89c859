/// How long the window takes to answer, by the clock: for figures, not for assertions.
#pragma once

#include <QCoreApplication>
#include <QMetaObject>
#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

namespace timbre::test {

/// From its birth to its death, events are sent to the GUI thread every 5 ms, as input would be.
class InputProbe {
 public:
  InputProbe()
      : asking_([this] {
          while (!stopped_) {
            const auto asked = Clock::now();
            QMetaObject::invokeMethod(
                &home_, [this, asked] { answers_.push_back(Clock::now() - asked); },
                Qt::QueuedConnection);
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
          }
        }) {}
  ~InputProbe() { stop(); }
  InputProbe(const InputProbe&) = delete;
  InputProbe& operator=(const InputProbe&) = delete;

  /// No more is asked.
  void stop() {
    stopped_ = true;
    if (asking_.joinable()) asking_.join();
    QCoreApplication::processEvents();
  }
  /// ms within which this share of the answers came; 1: all.
  double within(double share) {
    stop();
    if (answers_.empty()) return 0;
    std::ranges::sort(answers_);
    const auto place = static_cast<std::size_t>(share * static_cast<double>(answers_.size() - 1));
    return std::chrono::duration<double, std::milli>(answers_[place]).count();
  }

 private:
  using Clock = std::chrono::steady_clock;
  QObject home_;
  std::vector<Clock::duration> answers_;  // the GUI thread's
  std::atomic<bool> stopped_{false};
  std::thread asking_;
};

}  // namespace timbre::test
