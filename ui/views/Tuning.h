/// What A4 is tuned to, for every note name and readout of the window.
#pragma once

#include <QObject>

#include "ui/Preferences.h"

namespace timbre::ui {

/// GUI thread. Remembers itself.
class Tuning : public QObject {
  Q_OBJECT

 public:
  explicit Tuning(Preferences& preferences, QObject* parent = nullptr);

  double a4() const { return a4_; }  ///< Hz
  /// Cut to what midiTable() takes.
  void setA4(double hertz);

 signals:
  void changed();

 private:
  Preferences& preferences_;
  double a4_;
};

}  // namespace timbre::ui
