/// Where the axes of a rainbowgram carry marks and names; the same on the screen and on paper.
#pragma once

#include <QFontMetricsF>
#include <QMarginsF>
#include <QString>
#include <vector>

#include "ui/widgets/PlotRange.h"

namespace timbre::ui {

struct Tick {
  double at = 0;  ///< in the units of its interval
  QString label;  ///< empty: a short mark alone
  bool operator==(const Tick&) const = default;
};

/// Note names: Cs an octave or more apart, then E and G, then every key, as `pixels` for the whole
/// interval allow without touching. Every key has a mark as soon as marks are 6 pixels apart.
/// `lineHeight` in the same pixels.
std::vector<Tick> noteTicks(const Interval& keys, double pixels, double lineHeight,
                            double a4 = 440.0);
/// Round frequencies on the same axis: "100 Hz", "2 kHz".
std::vector<Tick> frequencyTicks(const Interval& keys, double pixels, double lineHeight);
/// "0.5 s"; steps of 1, 2 or 5 times a power of ten.
std::vector<Tick> timeTicks(const Interval& seconds, double pixels, const QFontMetricsF& font);

inline constexpr double kTickLength = 4;
inline constexpr double kTickGap = 3;  ///< between a mark and its name

/// Room for the names round the picture.
struct AxisLayout {
  QMarginsF margins;
  bool frequencies = false;  ///< whether the axis in Hz on the right has room
};
/// Follows from the size alone, so that plots of one size have their axes in one line.
AxisLayout axisLayout(const QSizeF& size, const QFontMetricsF& font);
/// With both axes, whatever the size: for paper, which nobody can point at.
AxisLayout fullAxisLayout(const QFontMetricsF& font);

}  // namespace timbre::ui
