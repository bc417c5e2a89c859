/// Figures as files: SVG and PDF to print, PNG to look at. Colours are those of Okabe and Ito
/// (2008), which colour-blind people can distinguish; series also differ by their marks.
#pragma once

#include <optional>
#include <string>

#include "base/Result.h"
#include "studies/Chart.h"

namespace timbre::studies {

/// The whole file. The same figure gives the same bytes with the same fonts. Any thread. Internal
/// when cairo refuses (a size beyond its limits).
Result<std::string> svgOf(const Figure& figure);
Result<std::string> pdfOf(const Figure& figure);
/// `zoom` pixels per point.
Result<spectral::RgbaImage> imageOf(const Figure& figure, double zoom = 2);

/// What a click at this place (points from the top left) plays: of the chart there the nearest
/// point within 8 points, else the chart's own sound. None where nothing is to be heard.
std::optional<std::string> soundAt(const Figure& figure, double x, double y);

}  // namespace timbre::studies
