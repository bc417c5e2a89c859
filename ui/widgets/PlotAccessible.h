/// Makes a rainbowgram plot a chart with a text value for screen readers.
#pragma once

namespace timbre::ui {

class RainbowgramPlot;

/// Once in the program is enough; more do no harm. GUI thread.
void installPlotAccessibility();
/// The plot's spoken value is another one now.
void tellAccessibility(RainbowgramPlot& plot);

}  // namespace timbre::ui
