/// The reports of a training run, read from its metrics.jsonl while it grows.
#pragma once

#include <QByteArray>
#include <QString>
#include <optional>
#include <vector>

namespace timbre::ui {

struct MetricPoint {
  double step = 0;
  double seconds = 0;             ///< of training, over all calls
  double loss = 0;                ///< nats per sample, or weighted squared error
  std::optional<double> heldOut;  ///< on pitches never trained on
  std::optional<double> unseen;   ///< on instruments never trained on
  double perSecond = 0;           ///< audio samples (WaveNet) or notes (baseline)
  std::optional<double> secondsLeft;
  QString remark;
};

/// GUI thread. Skips lines that are not reports or not finite.
class Metrics {
 public:
  /// The next bytes of the file; a line counts once its end is there.
  void feed(const QByteArray& bytes);
  /// Ascending in steps: a run that resumed from its last checkpoint repeats the steps since then.
  const std::vector<MetricPoint>& points() const { return points_; }
  /// Audio samples or notes per step, the median over the reports; 0 while unknown.
  double perStep() const;
  void clear();

 private:
  void take(const QByteArray& line);

  std::vector<MetricPoint> points_;
  QByteArray rest_;
};

}  // namespace timbre::ui
