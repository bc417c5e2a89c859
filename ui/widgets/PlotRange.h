/// Where a plot looks: seconds across, MIDI keys upwards (a log-frequency axis on which a semitone
/// is 1).
#pragma once

namespace timbre::ui {

struct PlotPoint {
  double seconds = 0;
  double hertz = 0;
  bool operator==(const PlotPoint&) const = default;
};

struct Interval {
  double from = 0;
  double to = 1;  ///< > from
  double size() const { return to - from; }
  bool contains(double value) const { return from <= value && value <= to; }
  bool operator==(const Interval&) const = default;
};

struct PlotRange {
  Interval seconds{0.0, 4.0};
  Interval keys{36.0, 108.0};  ///< MIDI keys with fractions: C2 .. C8
  bool operator==(const PlotRange&) const = default;
};

/// Nothing narrower is shown: about three frames and three semitones.
inline constexpr double kSmallestSeconds = 0.05;
inline constexpr double kSmallestKeys = 3.0;

/// `factor` < 1 looks closer; `centre` keeps its place; the result has at least `smallest` and
/// stays within `whole`.
Interval zoomed(const Interval& now, double factor, double centre, double smallest,
                const Interval& whole);
/// Moved by `distance`, stopping at the ends of `whole`; the size is kept.
Interval moved(const Interval& now, double distance, const Interval& whole);

}  // namespace timbre::ui
