/// Draws the cells of a picture with cairo.
#pragma once

#include <cairo.h>

#include "spectral/Colour.h"

namespace timbre::spectral {

/// In cairo's units: points of a PDF or an SVG, pixels of an image.
struct PictureBox {
  double left = 0, top = 0, width = 0, height = 0;
};

/// Fills `box` with the picture, each cell a rectangle with sharp edges. Draws nothing where the
/// picture is empty or cairo has no memory for it; the surface keeps its state.
void paintCells(cairo_t* to, const RgbaImage& cells, const PictureBox& box);

}  // namespace timbre::spectral
