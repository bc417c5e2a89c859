/// The tool bar's level meter: how loud what plays is.
#pragma once

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

#include "ui/audioout/Transport.h"
#include "ui/widgets/PeakHold.h"

namespace timbre::ui {

/// Peaks of the samples that go to the device, dBFS, with a mark that holds. It looks at them only
/// while something plays or the meter still falls. GUI thread.
class LevelMeter : public QWidget {
  Q_OBJECT

 public:
  LevelMeter(AudioBackend& out, const Transport& transport, QWidget* parent);

  double level() const { return meter_.level(); }
  /// "Peak −3.0 dBFS"; also in the tooltip and for screen readers.
  QString text() const;

  QSize sizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  void followTransport();
  void tick();

  AudioBackend& out_;
  const Transport& transport_;
  PeakHold meter_;
  QTimer timer_;
  QElapsedTimer since_;
};

}  // namespace timbre::ui
