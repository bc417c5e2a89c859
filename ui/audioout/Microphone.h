/// Sound in: some seconds from the default microphone.
#pragma once

#include <QObject>
#include <vector>

namespace timbre::ui {

/// GUI thread. One recording each.
class Microphone : public QObject {
  Q_OBJECT

 public:
  using QObject::QObject;

  /// Starts a recording of this length; failed() says why it cannot.
  virtual void start(double seconds) = 0;
  /// recorded() then gives what was recorded so far.
  virtual void stop() = 0;

 signals:
  /// Some 20 times per second. `peak`: of the last piece, in [0, 1]; `seconds`: recorded so far.
  void heard(double peak, double seconds);
  /// At the end: mono, in [-1, 1].
  void recorded(const std::vector<float>& samples, int hertz);
  /// No device, or it was disconnected: a sentence.
  void failed(const QString& sentence);
};

}  // namespace timbre::ui
