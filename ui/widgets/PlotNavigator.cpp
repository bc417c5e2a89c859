#include "ui/widgets/PlotNavigator.h"

#include <algorithm>
#include <cmath>

#include "base/Units.h"

namespace timbre::ui {
namespace {

constexpr double kZoomStep = 0.8;  // one notch of the wheel, one press of a key
constexpr double kPanStep = 0.12;  // of what is seen, one notch of the wheel
constexpr int kFarCells = 10;

Interval within(const Interval& wanted, double smallest, const Interval& whole) {
  const double size = std::clamp(wanted.size(), std::min(smallest, whole.size()), whole.size());
  const double from = std::clamp(wanted.from, whole.from, whole.to - size);
  return {from, from + size};
}

/// By how much `at` lies outside of what is seen.
double outside(const Interval& seen, double at) {
  return at < seen.from ? at - seen.from : std::max(0.0, at - seen.to);
}

double keyOf(double hertz) {
  return pitchOf(hertz).value;
}

}  // namespace

void PlotNavigator::setExtent(const PlotRange& extent) {
  extent_ = extent;
  setRange(extent);
}

void PlotNavigator::setRange(const PlotRange& range) {
  range_ = {within(range.seconds, kSmallestSeconds, extent_.seconds),
            within(range.keys, kSmallestKeys, extent_.keys)};
}

PlotRange PlotNavigator::turned(PlotPoint pointer, const WheelTurn& turn) const {
  PlotRange next = range_;
  const double factor = std::pow(kZoomStep, turn.up);
  const auto panned = [this](const Interval& seen, double notches) {
    return moved(seen, -notches * kPanStep * seen.size(), extent_.seconds);
  };
  switch (turn.use) {
    case WheelTurn::Use::ZoomPitch:
      next.keys = zoomed(next.keys, factor, keyOf(pointer.hertz), kSmallestKeys, extent_.keys);
      break;
    case WheelTurn::Use::MoveTime:
      next.seconds = panned(next.seconds, turn.up);
      break;
    case WheelTurn::Use::ZoomTime:
      next.seconds =
          zoomed(next.seconds, factor, pointer.seconds, kSmallestSeconds, extent_.seconds);
      break;
  }
  next.seconds = panned(next.seconds, turn.along);
  return next;
}

PlotRange PlotNavigator::dragged(const PlotRange& start, double right, double down) const {
  return {moved(start.seconds, -right * start.seconds.size(), extent_.seconds),
          moved(start.keys, down * start.keys.size(), extent_.keys)};
}

PlotRange PlotNavigator::zoomedByKey(bool closer, bool pitch) const {
  const PlotPoint about = cursor_.value_or(middle());
  const double factor = closer ? kZoomStep : 1 / kZoomStep;
  PlotRange next = range_;
  if (pitch) {
    next.keys = zoomed(next.keys, factor, keyOf(about.hertz), kSmallestKeys, extent_.keys);
  } else {
    next.seconds = zoomed(next.seconds, factor, about.seconds, kSmallestSeconds, extent_.seconds);
  }
  return next;
}

PlotPoint PlotNavigator::stepped(const spectral::Rainbowgram& cells, CursorStep step,
                                 bool far) const {
  const int count = far ? kFarCells : 1;
  int frames = 0;
  double bins = 0;
  switch (step) {
    case CursorStep::Left:
      frames = -count;
      break;
    case CursorStep::Right:
      frames = count;
      break;
    case CursorStep::Start:
      frames = -cells.frames;
      break;
    case CursorStep::End:
      frames = cells.frames;
      break;
    case CursorStep::Up:
      bins = count;
      break;
    case CursorStep::Down:
      bins = -count;
      break;
    case CursorStep::OctaveUp:
      bins = cells.binsPerOctave;
      break;
    case CursorStep::OctaveDown:
      bins = -cells.binsPerOctave;
      break;
  }
  const PlotPoint at = cursor_.value_or(middle());
  // From cell middle to cell middle, so that a step is always one other cell.
  const double frame = std::round(at.seconds * cells.rate.hz / cells.hop) + frames;
  const double bin = std::round(spectral::binOfFrequency(cells, at.hertz) + bins);
  return {cells.secondsOf(std::clamp(frame, 0.0, cells.frames - 1.0)),
          spectral::frequencyOfBin(cells, std::clamp(bin, 0.0, cells.bins - 1.0))};
}

PlotRange PlotNavigator::showing(PlotPoint point) const {
  return {moved(range_.seconds, outside(range_.seconds, point.seconds), extent_.seconds),
          moved(range_.keys, outside(range_.keys, keyOf(point.hertz)), extent_.keys)};
}

PlotPoint PlotNavigator::middle() const {
  return {(range_.seconds.from + range_.seconds.to) / 2,
          frequencyOf(MidiPitch((range_.keys.from + range_.keys.to) / 2))};
}

}  // namespace timbre::ui
