/// Plays the morph while the timbre slider goes by itself from A to B and back.
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include "ui/audioout/Transport.h"
#include "ui/session/Session.h"
#include "ui/views/MorphController.h"

namespace timbre::ui {

/// GUI thread. Afterwards the slider stands where it stood: nothing to undo.
class MorphSweep : public QObject {
  Q_OBJECT

 public:
  static constexpr double kSeconds = 8;

  MorphSweep(MorphController& controller, Session& session, Transport& transport,
             QObject* parent = nullptr);

  bool running() const { return clock_.isActive(); }
  /// Begins, or stops where it is running. Nothing without two notes.
  void toggle();

 signals:
  void runningChanged(bool running);

 private:
  void start();
  void stop(bool back);
  void step();

  MorphController& controller_;
  Session& session_;
  Transport& transport_;
  QTimer clock_;
  QElapsedTimer since_;
  double before_ = 0.5;  // where the slider stood
  double mine_ = 0;      // where the sweep has put it
};

}  // namespace timbre::ui
