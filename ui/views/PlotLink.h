/// What all pictures of one note share: where the user points, what is looked at, and the wish to
/// hear a part of it.
#pragma once

#include <QObject>
#include <optional>

#include "ui/audioout/Track.h"
#include "ui/widgets/PlotRange.h"

namespace timbre::ui {

/// A line or a box of a picture to play alone.
struct PartWish {
  Track track;
  PlotPoint from;               ///< a corner of the box, or a place on the line
  std::optional<PlotPoint> to;  ///< the corner across; none: the line
};

/// GUI thread. Setters notify all users, including the caller, and only on a change.
class PlotLink : public QObject {
  Q_OBJECT

 public:
  using QObject::QObject;

  /// None while the user points at nothing.
  const std::optional<PlotPoint>& cursor() const { return cursor_; }
  void setCursor(std::optional<PlotPoint> point);
  /// Seconds of the last place that was pointed at; for what shows one moment.
  double moment() const { return moment_; }
  /// A plot that cannot look so closely shows what it can.
  const PlotRange& range() const { return range_; }
  void setRange(const PlotRange& range);
  /// Of the time alone.
  void setSeconds(const Interval& seconds) { setRange({seconds, range_.keys}); }
  void hear(const PartWish& wish) { emit hearAsked(wish); }

 signals:
  void cursorMoved(std::optional<timbre::ui::PlotPoint> point);
  void rangeMoved(const timbre::ui::PlotRange& range);
  void hearAsked(const timbre::ui::PartWish& wish);

 private:
  std::optional<PlotPoint> cursor_;
  PlotRange range_;
  double moment_ = 0.5;
};

}  // namespace timbre::ui
