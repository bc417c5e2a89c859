/// Draws one chart with cairo.
#pragma once

#include <cairo.h>

#include "studies/ChartLayout.h"

namespace timbre::studies {

void paintChart(cairo_t* to, const Chart& chart, const Box& whole);
/// In bold, from the left edge on.
void paintHeading(cairo_t* to, const std::string& text);

}  // namespace timbre::studies
